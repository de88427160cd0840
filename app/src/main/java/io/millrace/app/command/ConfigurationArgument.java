package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.yaml.Checked;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Parameters;

/** The configuration a serving process starts with: printed whole, secrets masked, before anything else. */
final class ConfigurationArgument {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationArgument.class);

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "millrace.yaml",
            description = "Configuration (default: ${DEFAULT-VALUE}).")
    private @Nullable Path file;

    Path file() {
        return requireNonNull(file);
    }

    /** @throws io.millrace.app.exit.Failure that names every fault */
    Configuration read() {
        final Checked<Configuration> checked = ConfigurationFile.read(file());
        final Configuration sound = checked.orThrow();
        checked.effective().forEach(LOG::info);
        return sound;
    }
}
