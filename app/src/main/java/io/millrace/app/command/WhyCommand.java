package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.why.Answer;
import io.millrace.app.why.Subject;
import io.millrace.app.why.Why;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace why}: what lies behind a confirmation, a piece of time or a figure. */
@Command(
        name = "why",
        description = {
            "Shows what is behind a confirmation, a state interval, a stop or a figure: the events, the order contexts, the"
                    + " master data then in force with what brought them, and the rules in words.",
            "Exit code 1 if there is no such thing."
        })
public final class WhyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Cluster cluster = new Cluster();

    @Parameters(
            paramLabel = "ID",
            description = "A confirmation's id; MACHINE@FROM for the state interval or stop that begins then; or"
                    + " SCOPE|KIND|START for a figure, as it is keyed in its topic. Times as 2026-09-21T14:00:00Z.")
    private String id = "";

    @Option(names = "--json", description = "The same as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        final CommandLine command = requireNonNull(spec).commandLine();
        final Answer answer = new Why(cluster.reader(command.getErr()), cluster.topics()).answer(subject(command));
        if (answer == null) {
            throw new Failure(
                    ExitCode.FAILED, "there is nothing named " + id + " in the topics, or it is not kept any more");
        }
        final PrintWriter out = command.getOut();
        out.print(json ? answer.json() + System.lineSeparator() : answer.text());
        out.flush();
        return ExitCode.OK.code();
    }

    private Subject subject(final CommandLine command) {
        try {
            return Subject.parse(id);
        } catch (final IllegalArgumentException unknown) {
            throw new ParameterException(command, String.valueOf(unknown.getMessage()), unknown);
        }
    }
}
