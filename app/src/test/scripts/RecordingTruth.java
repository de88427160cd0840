import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * Computes by itself what Millrace must make of an MTConnect SHDR recording: no code of Millrace, one file, simple rules.
 *
 * Run: java RecordingTruth.java recording.shdr.gz by-time|as-filed role=key...
 * Roles: state, mode, order, good, scrap, rework. "by-time" is how a file is imported, "as-filed" how a live adapter sends it.
 * Prints:
 *   interval FROM TO STATE EXECUTION MODE OPERATION
 *                                            one state and one operation, ended; nanoseconds since the epoch; "-" is no data, or none
 *   units OPERATION GOOD SCRAP REWORK        counted; "unattributed" likewise, without an operation
 *   told OPERATION GOOD SCRAP REWORK         the same, of each operation that has ended
 *   quarantined N, events N, late N          gained below a baseline; facts; facts that came after something they lie before
 *   running OPERATION                        at the end; "-" for none
 * Quantities are in thousandths.
 */
public class RecordingTruth {
    record Value(int line, long ns, String role, String text) {}

    /** Where times are equal the lower rank comes first: counters, the state, an order's end, an order's start. */
    record Fact(long ns, int rank, String text) {}

    static final List<String> COUNTERS = List.of("good", "scrap", "rework");
    static final int STATE = 3;
    static final int END = 4;
    static final int START = 5;
    static final long SPAN_NS = 60_000_000_000L;
    static final long DAY_NS = 86_400_000_000_000L;

    static final Map<String, String> STATES = Map.of(
            "READY", "IDLE", "ACTIVE", "EXECUTE", "INTERRUPTED", "HELD", "FEED_HOLD", "HELD", "STOPPED", "STOPPED",
            "PROGRAM_COMPLETED", "COMPLETE");
    static final Map<String, String> MODES = Map.of(
            "AUTOMATIC", "PRODUCTION", "PRODUCTION", "PRODUCTION", "MANUAL", "MANUAL", "MANUAL_DATA_INPUT", "MANUAL",
            "SEMI_AUTOMATIC", "MANUAL");

    public static void main(String[] args) throws Exception {
        boolean byTime = args[1].equals("by-time");
        Map<String, String> roles = new HashMap<>();
        for (int i = 2; i < args.length; i++) {
            roles.put(args[i].split("=")[1], args[i].split("=")[0]);
        }
        List<Value> values = read(args[0], roles);
        if (byTime) {
            values.sort(Comparator.comparingLong(Value::ns));
        }
        List<Fact> arrivals = arrivals(values, byTime);
        TreeSet<Fact> facts = new TreeSet<>(Comparator.comparingLong(Fact::ns).thenComparingInt(Fact::rank));
        long late = 0;
        for (Fact fact : arrivals) {
            late += facts.higher(fact) != null ? 1 : 0;
            if (!facts.add(fact)) {
                throw new IllegalStateException("two of a kind at one instant, the rules do not say which holds: " + fact);
            }
        }
        intervals(facts);
        counts(facts);
        System.out.println("events " + arrivals.size());
        System.out.println("late " + late);
    }

    static List<Value> read(String file, Map<String, String> roles) throws Exception {
        List<Value> values = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(new FileInputStream(file)), "UTF-8"))) {
            int number = 0;
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                number++;
                String[] parts = text.split("\\|", -1);
                // Not an observation: words between adapter and agent, assets and their lines.
                if (!parts[0].matches("\\d{4}-.*Z") || parts[1].startsWith("@")) {
                    continue;
                }
                Instant time = Instant.parse(parts[0]);
                long ns = time.getEpochSecond() * 1_000_000_000L + time.getNano();
                times.add(ns);
                for (int i = 1; i + 1 < parts.length; i += 2) {
                    if (roles.containsKey(parts[i])) {
                        String value = parts[i + 1].equals("UNAVAILABLE") ? "-" : parts[i + 1];
                        values.add(new Value(number, ns, roles.get(parts[i]), value));
                    }
                }
            }
        }
        // The snapshot: whatever is older than the day of the recording's last line.
        long day = times.get(times.size() - 1) / DAY_NS * DAY_NS;
        long firstLive = times.stream().filter(ns -> ns >= day).findFirst().orElseThrow();
        values.replaceAll(v -> v.ns() < day ? new Value(v.line(), firstLive, v.role(), v.text()) : v);
        return values;
    }

    /** What is told together - at one instant, or in one line - makes one state, then orders, then counters. */
    static List<Fact> arrivals(List<Value> values, boolean byTime) {
        List<Fact> arrivals = new ArrayList<>();
        String said = "";
        String execution = "-";
        String mode = "-";
        int from = 0;
        while (from < values.size()) {
            Value first = values.get(from);
            int to = from;
            boolean isAboutState = false;
            List<Fact> orders = new ArrayList<>();
            List<Fact> counters = new ArrayList<>();
            while (to < values.size() && isTogether(first, values.get(to), byTime)) {
                Value value = values.get(to++);
                switch (value.role()) {
                    case "state" -> execution = value.text();
                    case "mode" -> mode = value.text();
                    case "order" -> orders.add(new Fact(first.ns(), value.text().equals("-") ? END : START, value.text() + "/"));
                    default -> {
                        if (!value.text().equals("-")) {
                            counters.add(new Fact(first.ns(), COUNTERS.indexOf(value.role()), value.text()));
                        }
                    }
                }
                isAboutState |= value.role().equals("state") || value.role().equals("mode");
            }
            String state = STATES.getOrDefault(execution, "UNKNOWN") + " " + execution + " "
                    + MODES.getOrDefault(mode, "UNKNOWN");
            // An import says a state once, a live adapter says what it says.
            if (isAboutState && !(byTime && state.equals(said))) {
                arrivals.add(new Fact(first.ns(), STATE, state));
                said = state;
            }
            arrivals.addAll(orders);
            arrivals.addAll(counters);
            from = to;
        }
        return arrivals;
    }

    static boolean isTogether(Value first, Value next, boolean byTime) {
        return byTime ? first.ns() == next.ns() : first.line() == next.line();
    }

    static void intervals(TreeSet<Fact> facts) {
        String state = "UNKNOWN - UNKNOWN";
        String running = "-";
        long since = Long.MIN_VALUE;
        for (Fact fact : facts) {
            boolean isFirst = since == Long.MIN_VALUE && fact.rank() == STATE;
            String nextState = fact.rank() == STATE ? fact.text() : state;
            String nextRunning = fact.rank() == END ? "-" : fact.rank() == START ? fact.text() : running;
            if (!isFirst && nextState.equals(state) && nextRunning.equals(running)) {
                continue;
            }
            if (since != Long.MIN_VALUE && fact.ns() > since) {
                System.out.println("interval " + since + " " + fact.ns() + " " + state + " " + running);
            }
            state = nextState;
            running = nextRunning;
            since = fact.ns();
        }
    }

    static void counts(TreeSet<Fact> facts) {
        String running = "-";
        String before = "-";
        long changed = Long.MIN_VALUE;
        long beforeUntil = Long.MIN_VALUE;
        long[] baseline = {-1, -1, -1};
        long[] baselineNs = new long[3];
        long[] suspect = {-1, -1, -1};
        long[] gained = new long[3];
        long quarantined = 0;
        TreeMap<String, long[]> units = new TreeMap<>();
        for (Fact fact : facts) {
            int counter = fact.rank();
            if (counter == END || counter == START) {
                String next = counter == END ? "-" : fact.text();
                if (!next.equals(running)) {
                    beforeUntil = running.equals("-") ? beforeUntil : fact.ns();
                    before = running.equals("-") ? before : running;
                    running = next;
                    changed = fact.ns();
                }
            } else if (counter < STATE) {
                long value = new BigDecimal(fact.text()).movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact();
                if (baseline[counter] >= 0 && value < baseline[counter]) {
                    // The fall itself is nothing; what is gained until it is back is nobody's and waits for a decision.
                    gained[counter] += suspect[counter] >= 0 ? Math.max(0, value - suspect[counter]) : 0;
                    suspect[counter] = value;
                    continue;
                }
                // A counter that counted below has counted its way back too; one that did not count was read wrong once.
                quarantined += gained[counter] > 0 ? gained[counter] + baseline[counter] - suspect[counter] : 0;
                gained[counter] = 0;
                if (baseline[counter] >= 0 && value > baseline[counter]) {
                    boolean isChanged = changed > baselineNs[counter];
                    boolean isLong = fact.ns() - baselineNs[counter] > SPAN_NS;
                    boolean isBefore = beforeUntil > baselineNs[counter];
                    String owner = running.equals("-") && isBefore ? before : running;
                    owner = isChanged && isLong && isBefore && !before.equals(running) ? "-" : owner;
                    units.computeIfAbsent(owner, o -> new long[3])[counter] += value - baseline[counter];
                }
                baseline[counter] = value;
                baselineNs[counter] = fact.ns();
                suspect[counter] = -1;
            }
        }
        print(units, running);
        System.out.println("quarantined " + (quarantined + gained[0] + gained[1] + gained[2]));
        System.out.println("running " + running);
    }

    static void print(TreeMap<String, long[]> units, String running) {
        long[] nobodys = units.remove("-");
        System.out.println("unattributed " + text(nobodys == null ? new long[3] : nobodys));
        units.forEach((operation, counted) -> System.out.println("units " + operation + " " + text(counted)));
        units.remove(running);
        units.forEach((operation, counted) -> System.out.println("told " + operation + " " + text(counted)));
    }

    static String text(long[] counted) {
        return counted[0] + " " + counted[1] + " " + counted[2];
    }
}
