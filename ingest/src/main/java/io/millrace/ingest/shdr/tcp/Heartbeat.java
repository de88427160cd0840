package io.millrace.ingest.shdr.tcp;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When to ask an adapter whether it is there, and when it has been silent for too long. An adapter that answers {@code * PING} with
 * {@code * PONG <ms>} wants to be asked so often and may be silent for twice that; one that does not, for a time of ours. One thread.
 */
final class Heartbeat {
    static final byte[] PING = {'*', ' ', 'P', 'I', 'N', 'G', '\n'};

    private static final Pattern PONG = Pattern.compile("\\* PONG (\\d{1,7})\\s*");
    private static final long LONGEST_MS = TimeUnit.MINUTES.toMillis(30);

    private final LongSupplier nanoTime;
    private final long silenceNs;
    private long heartbeatNs;
    private long heardNs;
    private long askedNs;
    private boolean isAsked;

    /**
     * @param silenceMs how long an adapter without heartbeat may say nothing
     * @param nanoTime for intervals only
     */
    Heartbeat(final long silenceMs, final LongSupplier nanoTime) {
        this.silenceNs = TimeUnit.MILLISECONDS.toNanos(silenceMs);
        this.nanoTime = nanoTime;
    }

    /** On a new connection. What the adapter asked for on an earlier one still holds: it may be stalled already. */
    void onConnected() {
        heardNs = nanoTime.getAsLong();
        isAsked = false;
    }

    void onHeard() {
        heardNs = nanoTime.getAsLong();
    }

    /** @param line that begins with a star */
    void onCommand(final String line) {
        final Matcher pong = PONG.matcher(line);
        if (pong.matches()) {
            final long ms = Long.parseLong(pong.group(1));
            if (ms > 0 && ms <= LONGEST_MS) {
                heartbeatNs = TimeUnit.MILLISECONDS.toNanos(ms);
            }
        }
    }

    /** True once each time the adapter is to be asked. */
    boolean isDue() {
        final long nowNs = nanoTime.getAsLong();
        if (isAsked && (heartbeatNs == 0 || nowNs - askedNs < heartbeatNs)) {
            return false;
        }
        isAsked = true;
        askedNs = nowNs;
        return true;
    }

    boolean isSilent() {
        return nanoTime.getAsLong() - heardNs > limitNs();
    }

    long limitMs() {
        return TimeUnit.NANOSECONDS.toMillis(limitNs());
    }

    private long limitNs() {
        return heartbeatNs == 0 ? silenceNs : 2 * heartbeatNs;
    }
}
