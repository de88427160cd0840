package io.millrace.ingest.files;

import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.ring.RingKit;
import io.millrace.ingest.source.SourceContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Imports a file into a journal, says on its output how far it is, and is killed. */
final class ImportChild {
    private static final int SLOTS = 1024;

    private ImportChild() {}

    /** @param arguments folder, file, machine, incarnation, true to begin anew, line to stop at and wait for the kill */
    public static void main(final String[] arguments) throws Exception {
        final Path root = Path.of(arguments[0]);
        final ChronicleJournal journal = JournalKit.open(root.resolve("journal"));
        final RingKit kit = new RingKit(journal, SLOTS, Long.parseLong(arguments[3]));
        kit.ring().start();
        final Set<String> machines = Set.of(arguments[2]);
        final FileSource source = new FileSource(
                new NdjsonRecording(List.of(Path.of(arguments[1])), machines, FileLimits.DEFAULT),
                new SourceContext("gw", "ndjson", () -> 0, kit.ring(), machines, 0),
                new FileSource.Options(
                        root.resolve("positions"),
                        "",
                        Boolean.parseBoolean(arguments[4]),
                        Pace.asFastAsPossible(),
                        JournalKit.START_NS,
                        (phase, done, all, lines) -> {
                            System.out.println(lines);
                            if (lines == Long.parseLong(arguments[5])) {
                                awaitKill();
                            }
                        }));
        source.start();
        System.out.println(
                "done " + source.completion().get(1, TimeUnit.MINUTES).resumedAt());
        kit.ring().close();
        journal.close();
    }

    private static void awaitKill() {
        while (true) {
            LockSupport.park();
        }
    }
}
