package io.millrace.app.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FailureTest {
    record Case(Throwable thrown, ExitCode code, String remedy) {}

    static List<Case> cases() {
        return List.of(
                new Case(new BindException("Address in use"), ExitCode.CANNOT_START, "choose another port"),
                new Case(new ConnectException("refused"), ExitCode.CANNOT_START, "check the address"),
                new Case(
                        new ExecutionException(new org.apache.kafka.common.errors.TimeoutException("no node")),
                        ExitCode.CANNOT_START,
                        "check the address"),
                new Case(
                        new UncheckedIOException(new IOException("No space left on device")),
                        ExitCode.STORAGE,
                        "free some space"),
                new Case(
                        new CompletionException(new FileSystemException("a", null, "No space left on device")),
                        ExitCode.STORAGE,
                        "free some space"),
                new Case(new AccessDeniedException("/root"), ExitCode.STORAGE, "change its owner"),
                new Case(new NoSuchFileException("a.yaml"), ExitCode.USAGE, "check the path"),
                new Case(new OutOfMemoryError("Java heap space"), ExitCode.FAILED, "-Xmx"),
                new Case(new IllegalStateException("odd"), ExitCode.FAILED, "--verbose"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNameTheRemedyInOneSentence(final Case each) {
        final Failure failure = Failure.of(new RuntimeException(each.thrown()));
        assertThat(failure.exitCode()).isEqualTo(each.code());
        assertThat(failure.sentence()).contains(each.remedy()).doesNotContain("\n");
    }

    @Test
    void shouldKeepASentenceThatWasSaidOnPurpose() {
        final Failure said = new Failure(ExitCode.STORAGE, "The journal is newer than this program: upgrade it.");
        assertThat(Failure.of(new ExecutionException(said))).isSameAs(said);
    }

    @Test
    void shouldNotBeCaughtInACircleOfCauses() {
        final Exception one = new Exception("one");
        one.initCause(new Exception("two", one));
        assertThat(Failure.of(one).exitCode()).isEqualTo(ExitCode.FAILED);
    }
}
