package io.millrace.app.command;

import io.millrace.app.letters.LetterFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class LetterOptions {
    @Option(names = "--source", paramLabel = "NAME", description = "Only those of this source.")
    private @Nullable String source;

    @Option(names = "--because", paramLabel = "REASON", description = "Only those with this reason, like NOT_MAPPED.")
    private @Nullable String reason;

    @Option(names = "--machine", paramLabel = "PATH", description = "Only those of this machine, or below this path.")
    private @Nullable String machine;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Only those taken in then or later: 2026-11-20T06:00:00Z, or -2h.")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Only those taken in before.")
    private @Nullable Instant until;

    LetterFilter filter() {
        return new LetterFilter(source, reason, machine, since, until);
    }
}
