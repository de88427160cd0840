package io.millrace.core.timeline;

import io.millrace.core.event.Authority;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import org.jspecify.annotations.Nullable;

/**
 * How a machine's counts are read.
 *
 * @param authority whose figures count; the other's are only observed
 * @param goodModulusMilli where the good or total counter wraps, 0 if it does not
 * @param goodMaxStepMilli largest plausible step over a wrap
 * @param maxSpanNs longest step that may be attributed across an order change
 */
public record CountingRules(
        Authority authority,
        long goodModulusMilli,
        long goodMaxStepMilli,
        long scrapModulusMilli,
        long scrapMaxStepMilli,
        long maxSpanNs) {
    private static final long DEFAULT_SPAN_NS = 60_000_000_000L;

    /** For a machine without a definition: its counters count and do not wrap. */
    public static final CountingRules DEFAULT = new CountingRules(Authority.COUNTER, 0, 0, 0, 0, DEFAULT_SPAN_NS);

    public static CountingRules of(final Fact.@Nullable MachineDefined machine) {
        return machine == null
                ? DEFAULT
                : new CountingRules(
                        machine.authority(),
                        machine.goodModulusMilli(),
                        machine.goodMaxStepMilli(),
                        machine.scrapModulusMilli(),
                        machine.scrapMaxStepMilli(),
                        machine.maxSpanNs());
    }

    long modulusMilli(final Measure measure) {
        return switch (measure) {
            case GOOD, TOTAL -> goodModulusMilli;
            case SCRAP, REWORK -> scrapModulusMilli;
        };
    }

    long maxStepMilli(final Measure measure) {
        return switch (measure) {
            case GOOD, TOTAL -> goodMaxStepMilli;
            case SCRAP, REWORK -> scrapMaxStepMilli;
        };
    }
}
