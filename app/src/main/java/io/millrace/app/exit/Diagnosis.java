package io.millrace.app.exit;

import io.millrace.ingest.journal.JournalException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the chain of causes of an exception nobody expected, and finds the sentence that helps most. */
final class Diagnosis {
    private Diagnosis() {}

    static Failure of(final Throwable thrown) {
        for (final Throwable cause : chain(thrown)) {
            final Failure known = known(cause, thrown);
            if (known != null) {
                return known;
            }
        }
        return new Failure(
                ExitCode.FAILED,
                describe(thrown) + ". This was not expected: run again with --verbose to see where it happened.",
                thrown);
    }

    private static @Nullable Failure known(final Throwable cause, final Throwable thrown) {
        if (cause instanceof Failure failure) {
            return failure;
        }
        if (cause instanceof JournalException) {
            final boolean flags = String.valueOf(cause.getMessage()).contains("--add-");
            return new Failure(flags ? ExitCode.CANNOT_START : ExitCode.STORAGE, cause.getMessage(), thrown);
        }
        if (cause instanceof BindException) {
            return new Failure(
                    ExitCode.CANNOT_START,
                    describe(cause) + ": another program listens there; stop it or choose another port.",
                    thrown);
        }
        if (cause instanceof ConnectException || cause instanceof TimeoutException || isKafkaTimeout(cause)) {
            return new Failure(
                    ExitCode.CANNOT_START,
                    describe(cause) + ": check the address and that the broker or server is running there.",
                    thrown);
        }
        if (isKafkaRefusal(cause)) {
            return new Failure(
                    ExitCode.FAILED,
                    describe(cause) + ": see docs/security.md for the rights of a command, and how it logs in.",
                    thrown);
        }
        if (cause instanceof OutOfMemoryError) {
            return new Failure(
                    ExitCode.FAILED,
                    describe(cause) + ": give the process more, for example JAVA_TOOL_OPTIONS=-Xmx2g.",
                    thrown);
        }
        return cause instanceof IOException || cause instanceof UncheckedIOException ? storage(cause, thrown) : null;
    }

    private static @Nullable Failure storage(final Throwable cause, final Throwable thrown) {
        final String message = String.valueOf(cause.getMessage());
        if (message.contains("No space left") || message.contains("Disk quota")) {
            return new Failure(
                    ExitCode.STORAGE, describe(cause) + ": the disk is full; free some space and start again.", thrown);
        }
        if (cause instanceof AccessDeniedException || message.contains("Permission denied")) {
            return new Failure(
                    ExitCode.STORAGE,
                    describe(cause) + ": this user may not use it; change its owner or choose another folder.",
                    thrown);
        }
        if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
            return new Failure(ExitCode.USAGE, describe(cause) + ": there is no such file; check the path.", thrown);
        }
        if (cause instanceof FileSystemException) {
            return new Failure(
                    ExitCode.STORAGE, describe(cause) + ": check the disk and the folder's permissions.", thrown);
        }
        return null;
    }

    /** By name: which client library is at work is no concern of this package. */
    private static boolean isKafkaTimeout(final Throwable cause) {
        return cause.getClass().getName().startsWith("org.apache.kafka.")
                && cause.getClass().getSimpleName().equals("TimeoutException");
    }

    private static boolean isKafkaRefusal(final Throwable cause) {
        return cause.getClass().getName().startsWith("org.apache.kafka.common.errors.")
                && cause.getClass().getSimpleName().matches(".*(Authorization|Authentication)Exception");
    }

    private static List<Throwable> chain(final Throwable thrown) {
        final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        final List<Throwable> chain = new ArrayList<>();
        for (@Nullable Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }

    private static String describe(final Throwable thrown) {
        final String message = thrown.getMessage();
        final String name = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + message.strip();
    }
}
