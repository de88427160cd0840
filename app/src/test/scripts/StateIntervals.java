import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Computes the state intervals of an MTConnect SHDR recording by itself: no code of Millrace, one file, one pass after sorting.
 * Run: java StateIntervals.java recording.shdr.gz
 * Prints one closed interval a line: from and to in epoch milliseconds, execution, mode; "-" is no data.
 */
public class StateIntervals {
    record Line(long ms, String key, String value) {}

    static final Map<String, String> MODES =
            Map.of("AUTOMATIC", "PRODUCTION", "MANUAL", "MANUAL", "MANUAL_DATA_INPUT", "MANUAL", "SEMI_AUTOMATIC", "MANUAL");

    public static void main(String[] args) throws Exception {
        List<Line> lines = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(new FileInputStream(args[0])), "UTF-8"))) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                String[] parts = text.split("\\|", -1);
                long ms = Instant.parse(parts[0]).toEpochMilli();
                times.add(ms);
                if (parts.length >= 3 && (parts[1].equals("execution") || parts[1].equals("mode"))) {
                    lines.add(new Line(ms, parts[1], parts[2]));
                }
            }
        }
        // The snapshot: whatever is older than the day of the recording's last line.
        long day = times.get(times.size() - 1) / 86_400_000L * 86_400_000L;
        long firstLive = times.stream().filter(ms -> ms >= day).findFirst().orElseThrow();
        lines.replaceAll(line -> line.ms() < day ? new Line(firstLive, line.key(), line.value()) : line);
        lines.sort(Comparator.comparingLong(Line::ms));

        String execution = "-";
        String mode = "-";
        String held = null;
        long since = 0;
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            String value = line.value().equals("UNAVAILABLE") ? "-" : line.value();
            if (line.key().equals("execution")) {
                execution = value;
            } else {
                mode = value;
            }
            boolean instantIsOver = i + 1 == lines.size() || lines.get(i + 1).ms() != line.ms();
            String state = execution + " " + MODES.getOrDefault(mode, "UNKNOWN");
            if (instantIsOver && !state.equals(held)) {
                if (held != null) {
                    System.out.println(since + " " + line.ms() + " " + held);
                }
                held = state;
                since = line.ms();
            }
        }
    }
}
