package io.millrace.app.config;

import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.Section;
import io.millrace.app.yaml.Surroundings;
import io.millrace.app.yaml.YamlFile;
import io.millrace.ingest.signal.MachineSignals;
import java.nio.file.Path;

/** Reads which keys of a recording mean what: {@code machine}, {@code keys}, and {@code tables} if it has its own. */
public final class ShdrMappingFile {
    private ShdrMappingFile() {}

    /** Never throws for what is in the file; see {@link Checked#orThrow()}. */
    public static Checked<MachineSignals> read(final Path file) {
        return YamlFile.read(file, Surroundings.of(file), ShdrMappingFile::mapping);
    }

    private static MachineSignals mapping(final Section root) {
        final SignalReader signals = new SignalReader();
        signals.readTables(root);
        return signals.mapping(root);
    }
}
