package io.millrace.ingest.sparkplug;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** Says a kind of fault once, then at most once per ten seconds with how often it was repeated. Not thread-safe. */
final class FaultLog {
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(10);

    private static final class Repeats {
        private long saidNs;
        private long since;
        private String last = "";
    }

    private final Map<String, Repeats> kinds = new HashMap<>();
    private final Logger log;
    private final String source;

    FaultLog(final Logger log, final String source) {
        this.log = log;
        this.source = source;
    }

    /** @param kind one of a few fixed words; what differs from case to case belongs into the text */
    void warn(final String kind, final String text, final long nowNs) {
        final Repeats repeats = kinds.get(kind);
        if (repeats == null) {
            final Repeats first = new Repeats();
            first.saidNs = nowNs;
            kinds.put(kind, first);
            log.warn("{}: {}", source, text);
            return;
        }
        repeats.since++;
        repeats.last = text;
        sayIfDue(kind, repeats, nowNs);
    }

    /** It is over: what was repeated needs no mention, and the next one is a new one. */
    void forget(final String kind) {
        kinds.remove(kind);
    }

    /** Says what has been repeated and not been said; to be called now and then. */
    void onTime(final long nowNs) {
        kinds.forEach((kind, repeats) -> sayIfDue(kind, repeats, nowNs));
        kinds.values().removeIf(repeats -> repeats.since == 0 && isDue(repeats, nowNs));
    }

    private void sayIfDue(final String kind, final Repeats repeats, final long nowNs) {
        if (repeats.since > 0 && isDue(repeats, nowNs)) {
            log.warn("{}: {} {} more times, last: {}", source, kind, repeats.since, repeats.last);
            repeats.saidNs = nowNs;
            repeats.since = 0;
        }
    }

    private static boolean isDue(final Repeats repeats, final long nowNs) {
        return nowNs < repeats.saidNs || nowNs - repeats.saidNs >= PERIOD_NS;
    }
}
