package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.letters.Letter;
import io.millrace.app.letters.LetterText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace dead-letters show}: one letter, whole. */
@Command(
        name = "show",
        description = {
            "Shows one dead letter whole, with what its source sent.",
            "Exit code 1 if there is no such letter."
        })
final class DeadLettersShowCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Cluster cluster = new Cluster();

    @Parameters(paramLabel = "ID", description = "As `millrace dead-letters list` shows it.")
    private String id = "";

    @Option(
            names = "--as",
            paramLabel = "FORM",
            defaultValue = "AUTO",
            description =
                    "How to show the payload: ${COMPLETION-CANDIDATES} (default: JSON or text if it is any, else hex).")
    private LetterText.Form form = LetterText.Form.AUTO;

    @Override
    public Integer call() {
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        final Letter letter = cluster.letters(spec.commandLine().getErr()).find(id);
        if (letter == null) {
            throw new Failure(
                    ExitCode.FAILED,
                    "there is no dead letter " + id + ": look with `millrace dead-letters list --all`");
        }
        out.print(LetterText.whole(letter, form));
        out.flush();
        return ExitCode.OK.code();
    }
}
