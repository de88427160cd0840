package io.millrace.core.timeline;

import io.millrace.core.event.Authority;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.figures.Profile;
import io.millrace.core.plant.OperationKey;

/**
 * How a machine's entries are read at one time.
 *
 * @param authority whose figures count; the other's are only observed
 * @param goodModulusMilli where the good or total counter wraps, 0 if it does not
 * @param goodMaxStepMilli largest plausible step over a wrap
 * @param maxSpanNs longest step that may be attributed across an order change
 * @param resetAtStart a counter that is lower after an order start was reset
 * @param profile says which states produce
 */
public record CountingRules(
        Authority authority,
        long goodModulusMilli,
        long goodMaxStepMilli,
        long scrapModulusMilli,
        long scrapMaxStepMilli,
        long maxSpanNs,
        boolean resetAtStart,
        Profile profile)
        implements Rules {
    private static final long DEFAULT_SPAN_NS = 60_000_000_000L;

    /** For a machine without a definition: its counters count and do not wrap. */
    public static final CountingRules DEFAULT =
            new CountingRules(Authority.COUNTER, 0, 0, 0, 0, DEFAULT_SPAN_NS, false, Profile.DEFAULT);

    public static CountingRules of(final Fact.MachineDefined machine, final Profile profile) {
        return new CountingRules(
                machine.authority(),
                machine.goodModulusMilli(),
                machine.goodMaxStepMilli(),
                machine.scrapModulusMilli(),
                machine.scrapMaxStepMilli(),
                machine.maxSpanNs(),
                machine.resetAtStart(),
                profile);
    }

    /** The same at all times. */
    @Override
    public CountingRules at(final long timeNs) {
        return this;
    }

    @Override
    public OperationRule of(final OperationKey operation) {
        return OperationRule.PLAIN;
    }

    boolean isProducing(final StateContent content) {
        return profile.isProducing(content.state(), content.mode(), content.nativeState());
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
