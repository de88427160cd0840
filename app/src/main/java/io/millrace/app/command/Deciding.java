package io.millrace.app.command;

import picocli.CommandLine.Option;

/** Who it is that says something. */
final class Deciding {
    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Who decides: it goes on the record (default: the operating system's user).")
    private String actor = System.getProperty("user.name", "");

    String actor() {
        return actor;
    }
}
