package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.letters.Letter;
import io.millrace.app.letters.LetterFilter;
import io.millrace.app.letters.LetterList;
import io.millrace.app.letters.LetterText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace dead-letters list}: what waits, and how much of it for which reason. */
@Command(
        name = "list",
        description = "Lists the dead letters that wait, in order, and how many there are of each reason.")
final class DeadLettersListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Cluster cluster = new Cluster();

    @Mixin
    private final LetterOptions options = new LetterOptions();

    @Option(names = "--all", description = "Also what was resent or discarded, and by whom.")
    private boolean all;

    @Option(names = "--json", description = "The newest records as they are, one a line.")
    private boolean json;

    @Override
    public Integer call() {
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        final LetterList list = cluster.letters(spec.commandLine().getErr());
        final LetterFilter filter = options.filter();
        final List<Letter> letters = list.all().stream()
                .filter(letter -> all || letter.isWaiting())
                .filter(filter::fits)
                .toList();
        if (json) {
            letters.forEach(letter -> out.println(new String(json(letter), StandardCharsets.UTF_8)));
        } else {
            out.print(LetterText.of(letters));
            if (list.unreadable() > 0) {
                out.println(list.unreadable() + " records are no dead letters that this program can read");
            }
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private static byte[] json(final Letter letter) {
        return letter.decision() == null ? letter.json() : letter.decision().on(letter);
    }
}
