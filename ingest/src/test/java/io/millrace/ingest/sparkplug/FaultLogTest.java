package io.millrace.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FaultLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final FaultLog faults = new FaultLog(logger(), "spb");

    @Test
    void shouldCountAStormAndSayItOncePerPeriod() {
        for (int ms = 0; ms < 25_000; ms++) {
            faults.warn("undecodable", "message " + ms, TimeUnit.MILLISECONDS.toNanos(ms));
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "spb: message 0",
                        "spb: undecodable 10000 more times, last: message 10000",
                        "spb: undecodable 10000 more times, last: message 20000");

        faults.onTime(TimeUnit.SECONDS.toNanos(30));
        assertThat(lines.list.get(3).getFormattedMessage())
                .isEqualTo("spb: undecodable 4999 more times, last: message 24999");
    }

    @Test
    void shouldSayAtOnceWhatComesBackAfterItWasOver() {
        faults.warn("no connection", "one", 0);
        faults.warn("no connection", "two", 1);
        faults.forget("no connection");
        faults.onTime(TimeUnit.SECONDS.toNanos(60));
        faults.warn("no connection", "three", TimeUnit.SECONDS.toNanos(61));

        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("spb: one", "spb: three");
    }

    private Logger logger() {
        final Logger logger = new LoggerContext().getLogger("faults");
        lines.start();
        logger.addAppender(lines);
        return logger;
    }
}
