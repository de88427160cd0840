package io.millrace.ingest.shdr.tcp;

import io.millrace.ingest.shdr.ShdrParser;
import io.millrace.ingest.shdr.ShdrSyntaxException;
import io.millrace.ingest.shdr.tcp.ShdrTcpConfig.Times;
import java.math.BigDecimal;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** When something on the wire happened. For the life of one connection; one thread. */
final class LineTimes implements ShdrParser.Clock {
    private static final Pattern MILLISECONDS = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");

    /** Up to the year 2100, of a counter that began in 1970: the sum with the time of an arrival still is a time. */
    private static final BigDecimal LARGEST_MS = BigDecimal.valueOf(4_102_444_800_000L);

    private final Times times;
    private final LongSupplier clockNs;
    private long firstNs = -1;
    private long firstArrivedNs;

    /** @param clockNs the gateway's clock, nanoseconds since the epoch */
    LineTimes(final Times times, final LongSupplier clockNs) {
        this.times = times;
        this.clockNs = clockNs;
    }

    @Override
    public long timeNs(final String field) throws ShdrSyntaxException {
        final String text = ShdrParser.withoutDuration(field);
        if (times == Times.GATEWAY || text.isEmpty()) {
            return clockNs.getAsLong();
        }
        final boolean isNumber = MILLISECONDS.matcher(text).matches();
        if (times == Times.SOURCE) {
            if (isNumber) {
                throw new ShdrSyntaxException(
                        "time " + text + " is a number: if the adapter sends milliseconds, set time: relative");
            }
            return ShdrParser.timeNs(text);
        }
        if (!isNumber) {
            throw new ShdrSyntaxException("time '" + (text.length() <= 40 ? text : text.substring(0, 40) + "...")
                    + "': milliseconds are expected, since the source is set to time: relative");
        }
        final BigDecimal ms = new BigDecimal(text);
        if (ms.compareTo(LARGEST_MS) > 0) {
            throw new ShdrSyntaxException("time " + text + ": at most " + LARGEST_MS + " milliseconds are expected");
        }
        return relative(ms.movePointRight(6).longValue());
    }

    /** A counter of milliseconds that goes back began anew. */
    private long relative(final long ns) {
        if (firstNs < 0 || ns < firstNs) {
            firstNs = ns;
            firstArrivedNs = clockNs.getAsLong();
        }
        return firstArrivedNs + (ns - firstNs);
    }
}
