package io.millrace.app.config;

import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.app.yaml.Surroundings;
import io.millrace.app.yaml.YamlFile;
import java.nio.file.Path;

/** Reads what the content of files to import means: of SHDR its keys, of CSV its columns or tags. */
public final class ImportMappingFile {
    private enum Format {
        SHDR,
        CSV
    }

    private ImportMappingFile() {}

    /** Never throws for what is in the file; see {@link Checked#orThrow()}. */
    public static Checked<ImportMapping> read(final Path file) {
        return YamlFile.read(file, Surroundings.of(file), ImportMappingFile::mapping);
    }

    private static ImportMapping mapping(final Section root) {
        final SignalReader signals = new SignalReader();
        signals.readTables(root);
        final Format format = root.optional("format", Forms.oneOf(Format.class), Format.SHDR);
        return format == Format.CSV
                ? new ImportMapping.Csv(new CsvMappingReader(root, signals).read())
                : new ImportMapping.Shdr(signals.mapping(root));
    }
}
