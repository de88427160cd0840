package io.millrace.ingest.mqtt;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for a condition with a bound; when it runs out, says what was seen and what every thread does. */
final class Bounded {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private Bounded() {}

    static void await(final String what, final Supplier<?> seen, final Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(BOUND).pollInterval(Duration.ofMillis(5)).until(condition);
        } catch (final ConditionTimeoutException late) {
            throw new AssertionError(
                    "not within " + BOUND + ": " + what + "; seen: " + seen.get() + "\n" + threads(), late);
        }
    }

    private static String threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .map(thread -> thread.getKey().getName() + " " + thread.getKey().getState() + "\n    "
                        + Arrays.stream(thread.getValue())
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining("\n    ")))
                .collect(Collectors.joining("\n"));
    }
}
