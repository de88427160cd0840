package io.millrace.app.command;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.kafka.EventPublisher;
import io.millrace.app.letters.Letter;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code millrace dead-letters discard}: nothing will be made of them. */
@Command(
        name = "discard",
        description = {
            "Gives dead letters up, on the record; they stay where they are, and `resend --again` still takes them.",
            "Exit code 1, and nothing written, if an id is unknown or decided already."
        })
final class DeadLettersDiscardCommand extends LetterDecisionCommand {
    @Override
    public Integer call() {
        needNote();
        final List<Letter> letters = chosen(false);
        try (EventPublisher publisher = cluster().publisher()) {
            letters.forEach(letter -> decide(publisher, letter, Letter.Status.DISCARDED, 0, ""));
        }
        out().println(letters.size() + " discarded");
        out().flush();
        return ExitCode.OK.code();
    }
}
