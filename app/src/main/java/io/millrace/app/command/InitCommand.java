package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace init}: a commented configuration to start from. */
@Command(
        name = "init",
        description = "Writes a commented millrace.yaml and plant.yaml to start from; \"check\" accepts them.")
public final class InitCommand implements Callable<Integer> {
    private static final List<String> FILES = List.of("millrace.yaml", "plant.yaml");

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            defaultValue = ".",
            description = "Folder to write into; made if missing. The current one by default.")
    private @Nullable Path folder;

    @Option(names = "--force", description = "Overwrite files that are there already.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        final Path into = requireNonNull(folder);
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        final List<Path> targets = FILES.stream().map(into::resolve).toList();
        for (final Path target : targets) {
            if (!force && Files.exists(target)) {
                throw new Failure(
                        ExitCode.USAGE,
                        target + " is there already and was left alone: choose another folder, or overwrite it with"
                                + " --force.");
            }
        }
        Files.createDirectories(into);
        for (final Path target : targets) {
            try (InputStream template = requireNonNull(
                    InitCommand.class.getResourceAsStream(target.getFileName().toString()))) {
                Files.copy(template, target, StandardCopyOption.REPLACE_EXISTING);
            }
            out.println("wrote " + target);
        }
        out.println("Next: put your machines in, then run: millrace check " + targets.get(0));
        out.flush();
        return ExitCode.OK.code();
    }
}
