package io.millrace.app.security;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** Listens for the topologies saying that a right is missing. */
final class Refusals implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.millrace.topology");
    private volatile boolean isAny;

    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(final ILoggingEvent said) {
            isAny |= said.getFormattedMessage().contains("Authoriz");
        }
    };

    Refusals() {
        appender.start();
        logger.addAppender(appender);
    }

    boolean isAny() {
        return isAny;
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        appender.stop();
    }
}
