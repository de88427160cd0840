package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.config.ImportMappingFile;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.plant.PlantFile;
import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.Surroundings;
import io.millrace.app.yaml.YamlFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace check}: every fault of a configuration at once, or all that is in force. */
@Command(
        name = "check",
        description = "Checks a configuration, master data or import mapping, and prints every fault with its place,"
                + " or all values in force with secrets masked. Starts nothing.")
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "millrace.yaml, plant.yaml or the mapping of an import.")
    private @Nullable Path file;

    @Override
    public Integer call() {
        final Checked<?> checked = check(requireNonNull(file));
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        final PrintWriter err = requireNonNull(spec).commandLine().getErr();
        if (checked.isSound()) {
            checked.effective().forEach(out::println);
            out.println("OK");
        } else {
            checked.faults().forEach(err::println);
        }
        out.flush();
        err.flush();
        return (checked.isSound() ? ExitCode.OK : ExitCode.USAGE).code();
    }

    /** What kind of file it is shows in its keys; what shows nothing is read as a configuration. */
    private static Checked<?> check(final Path file) {
        final Surroundings surroundings = Surroundings.of(file);
        final Checked<Set<String>> keys = YamlFile.read(file, surroundings, root -> {
            root.ignoreRest();
            return root.keys();
        });
        final Set<String> found = keys.value() == null ? Set.of() : keys.value();
        if (found.contains("gateway") || found.contains("sources")) {
            return ConfigurationFile.read(file, surroundings);
        }
        if (found.contains("format") || found.contains("keys")) {
            return ImportMappingFile.read(file);
        }
        if (found.contains("machines") || found.contains("orders") || found.contains("site-time-zone")) {
            return PlantFile.read(file, surroundings);
        }
        return ConfigurationFile.read(file, surroundings);
    }
}
