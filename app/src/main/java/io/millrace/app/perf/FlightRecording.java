package io.millrace.app.perf;

import io.millrace.app.perf.ScaleReport.Hotspot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the CPU went, by a flight recording's samples of running threads. Time in native code counts for RocksDB only. */
final class FlightRecording {
    private static final int SHOWN = 15;
    private static final String OURS = "io.millrace.";
    private static final String ROCKS = "org.rocksdb.";

    private final Map<String, Long> byThread = new HashMap<>();
    private final Map<String, Long> byOwner = new HashMap<>();
    private final Map<String, Long> byMethod = new HashMap<>();
    private long samples;

    private FlightRecording() {}

    /** @return the largest parts by thread, by the nearest method of ours, and by the method on top */
    static List<Hotspot> hotspots(final Path recording) throws IOException {
        final FlightRecording counted = new FlightRecording();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                counted.take(file.readEvent());
            }
        }
        final List<Hotspot> hotspots = new ArrayList<>();
        counted.largest("thread", counted.byThread, hotspots);
        counted.largest("ours", counted.byOwner, hotspots);
        counted.largest("top", counted.byMethod, hotspots);
        return hotspots;
    }

    private void take(final RecordedEvent event) {
        final boolean isNative = event.getEventType().getName().equals("jdk.NativeMethodSample");
        if (!isNative && !event.getEventType().getName().equals("jdk.ExecutionSample")) {
            return;
        }
        final List<RecordedFrame> frames = event.getStackTrace() == null
                ? List.of()
                : event.getStackTrace().getFrames();
        if (frames.isEmpty() || isNative && !name(frames.get(0)).startsWith(ROCKS)) {
            return; // a native sample is most often a thread that waits for the network
        }
        samples++;
        final String thread = event.getThread("sampledThread") == null
                ? "unknown"
                : String.valueOf(event.getThread("sampledThread").getJavaName());
        byThread.merge(role(thread), 1L, Long::sum);
        byMethod.merge(name(frames.get(0)), 1L, Long::sum);
        byOwner.merge(
                frames.stream()
                        .map(FlightRecording::name)
                        .filter(name -> name.startsWith(OURS))
                        .findFirst()
                        .orElse("none of ours"),
                1L,
                Long::sum);
    }

    /** Without the random id that Kafka Streams puts into its threads' names. */
    private static String role(final String thread) {
        return thread.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-?", "");
    }

    private static String name(final RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private void largest(final String kind, final Map<String, Long> counts, final List<Hotspot> hotspots) {
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(SHOWN)
                .forEach(each -> hotspots.add(
                        new Hotspot(kind, each.getKey(), each.getValue() / (double) Math.max(1, samples))));
    }
}
