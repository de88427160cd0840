package io.millrace.app.command;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.kafka.EventPublisher;
import io.millrace.app.letters.Letter;
import io.millrace.app.letters.LetterText;
import io.millrace.app.letters.Remapped;
import io.millrace.app.letters.Remapping;
import io.millrace.app.run.GatewayRun;
import io.millrace.topology.topic.Topics;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace dead-letters resend}: what they say today, under the identity they had then. */
@Command(
        name = "resend",
        description = {
            "Takes what the sources sent through the mappings and master data that are configured now, in the order it"
                    + " came, and sends what becomes of it to the events. Whatever counted already counts once.",
            "Exit code 1 if something is left that cannot be applied: it stays a dead letter."
        })
final class DeadLettersResendCommand extends LetterDecisionCommand {
    private final long horizonNs = GatewayRun.now() - Topics.DEFAULT_HORIZON.toNanos();

    @Option(names = "--dry-run", description = "Only show what would come of them.")
    private boolean dryRun;

    @Option(names = "--again", description = "Also named letters that were resent or discarded before.")
    private boolean again;

    @Override
    public Integer call() {
        if (!dryRun) {
            needNote();
        }
        final Remapping remapping = new Remapping(cluster().configured());
        final List<Letter> letters = chosen(again);
        final int whole = dryRun ? tryOut(letters, remapping) : resend(letters, remapping);
        out().println(whole + " of " + letters.size() + (dryRun ? " could be resent whole" : " resent whole"));
        out().flush();
        return whole == letters.size() ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }

    private int tryOut(final List<Letter> letters, final Remapping remapping) {
        int whole = 0;
        for (final Letter letter : letters) {
            final Remapped remapped = remapping.of(letter.said());
            out().print(LetterText.outcome(letter, remapped, true, horizonNs));
            whole += remapped.isWhole() ? 1 : 0;
        }
        return whole;
    }

    private int resend(final List<Letter> letters, final Remapping remapping) {
        int whole = 0;
        try (EventPublisher publisher = cluster().publisher()) {
            for (final Letter letter : letters) {
                final Remapped remapped = remapping.of(letter.said());
                if (!remapped.events().isEmpty()) {
                    // The decision comes last: stopped in between, the letter still waits, and what it says twice
                    // counts once.
                    publisher.handOn(remapped.events());
                    decide(
                            publisher,
                            letter,
                            remapped.isWhole() ? Letter.Status.RESENT : Letter.Status.PARTLY,
                            remapped.events().size(),
                            remapped.left());
                }
                out().print(LetterText.outcome(letter, remapped, false, horizonNs));
                whole += remapped.isWhole() ? 1 : 0;
            }
        }
        return whole;
    }
}
