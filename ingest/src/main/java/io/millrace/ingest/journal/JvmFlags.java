package io.millrace.ingest.journal;

import java.util.ArrayList;
import java.util.List;

/** Chronicle Queue and Agrona reach into the JDK; without these flags Chronicle falls back to read-only behaviour in silence. */
public final class JvmFlags {
    private static final List<String> OPENS = List.of("java.lang.reflect", "jdk.internal.misc");
    private static final List<String> EXPORTS = List.of("sun.nio.ch", "jdk.internal.ref");

    private JvmFlags() {}

    /** The flags this JVM was started without, empty if all are there. */
    public static List<String> missing() {
        final Module base = Object.class.getModule();
        final Module ours = JvmFlags.class.getModule();
        final List<String> missing = new ArrayList<>();
        for (final String name : OPENS) {
            if (!base.isOpen(name, ours)) {
                missing.add("--add-opens java.base/" + name + "=ALL-UNNAMED");
            }
        }
        for (final String name : EXPORTS) {
            if (!base.isExported(name, ours)) {
                missing.add("--add-exports java.base/" + name + "=ALL-UNNAMED");
            }
        }
        return missing;
    }

    /** @throws JournalException naming what is missing */
    public static void check() {
        final List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new JournalException("the journal needs JVM flags that are missing: start java with "
                    + String.join(" ", missing) + " (the millrace launcher and 'java -jar' do so by themselves)");
        }
    }
}
