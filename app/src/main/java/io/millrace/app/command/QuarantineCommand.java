package io.millrace.app.command;

import picocli.CommandLine.Command;

/** {@code millrace quarantine}: what nobody can say is units, and deciding it. */
@Command(
        name = "quarantine",
        description = "Counted, and in doubt: lists what waits for a decision, accepts or rejects it.",
        subcommands = {
            QuarantineListCommand.class,
            QuarantineDecisionCommand.Accept.class,
            QuarantineDecisionCommand.Reject.class
        })
public final class QuarantineCommand {}
