package io.millrace.app.command;

import picocli.CommandLine.Command;

/** {@code millrace dead-letters}: what was taken, kept and not applied. */
@Command(
        name = "dead-letters",
        description = "Taken, kept and not applied: lists and shows it, and sends it again once its mapping is right.",
        subcommands = {
            DeadLettersListCommand.class,
            DeadLettersShowCommand.class,
            DeadLettersResendCommand.class,
            DeadLettersDiscardCommand.class
        })
public final class DeadLettersCommand {}
