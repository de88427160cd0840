package io.millrace.core.event;

/**
 * What an event says. Quantities are thousandths of the unit ({@code ...Milli}), times nanoseconds since the epoch in UTC
 * ({@code ...Ns}); an empty text means that the source said nothing.
 */
public sealed interface Fact {
    /** A delta: without an id of its own, a repeat could not be told from a second one. */
    sealed interface Delta extends Fact
            permits CountReport, ScrapDeclared, MaterialConsumed, LotProduced, LabourRecorded {}

    /** Master data: effective-dated, written to every partition. */
    sealed interface Definition extends Fact
            permits MachineDefined,
                    OperationDefined,
                    ReasonDefined,
                    MaterialDefined,
                    CalendarDefined,
                    ProfileDefined,
                    PostingPeriodDefined {
        long effectiveFromNs();
    }

    /** @param nativeState the source's own word or number for the state */
    record StateChanged(MachineState state, Mode mode, String nativeState, String reason) implements Fact {}

    /** @param reset the source gives evidence that the counter started anew since its last reading (birth, server start) */
    record CounterReading(Measure measure, boolean reset, long valueMilli) implements Fact {}

    record CountReport(Measure measure, long quantityMilli, String order, String operation, String reason)
            implements Delta {}

    /**
     * An order operation started, paused, resumed or completed at the machine.
     *
     * @param cancelled the transition at this time did not happen
     * @param revision of what is said about this transition at this source time: the highest counts, 0 is the original
     * @param order empty: whatever is open at the machine
     */
    record OrderContext(Transition transition, boolean cancelled, int revision, String order, String operation)
            implements Fact {
        /** The largest revision there is room for. */
        public static final int LAST_REVISION = 65_534;

        public OrderContext {
            if (revision < 0 || revision > LAST_REVISION) {
                throw new IllegalArgumentException("a revision is 0 to " + LAST_REVISION + ", not " + revision);
            }
        }
    }

    record MaterialConsumed(long quantityMilli, String material, String lot, String order, String operation)
            implements Delta {}

    record LotProduced(long quantityMilli, String material, String lot) implements Delta {}

    record QualityRecord(QualityType step, long quantityMilli, String lot, String code) implements Fact {}

    record LabourRecorded(long durationNs, String person, String activity, String order, String operation)
            implements Delta {}

    /** @param fromNs from when the reason holds: the start of the interval it explains */
    record ReasonAssigned(long fromNs, String reason, String actor) implements Fact {}

    /** Units counted as good turn out to be scrap. */
    record ScrapDeclared(long quantityMilli, String reason, String order, String operation) implements Delta {}

    record Decision(DecisionType verdict, String target, String actor, String reason) implements Fact {}

    /** Between the two times the source may have said things that never arrived. */
    record SourceGap(long fromNs, long toNs, String cause) implements Fact {}

    record ConnectionChanged(boolean connected, String cause) implements Fact {}

    /** Time as the topologies see it: they have no clock of their own. */
    record Tick() implements Fact {}

    /**
     * Telemetry: something measured that counts nothing - a temperature, a pressure. It never enters the production topology.
     *
     * @param name of what was measured, unique within the machine
     * @param value as the source said it; NaN if it said a text
     * @param text what it said instead of a number, otherwise empty
     * @param unit of the value, empty if the source said none
     */
    record ProcessValue(String name, double value, String text, String unit) implements Fact {}

    /**
     * @param goodModulusMilli where the good (or total) counter wraps, 0 if it does not
     * @param goodMaxStepMilli the largest step over a wrap that is plausible, 0 if it does not wrap
     * @param maxSpanNs the longest step between two readings that may be attributed across an order change
     * @param settleAfterNs how old units must be before they are told, since order starts come late
     * @param microStopNs a shorter stop that nobody gave a reason is a micro-stop, 0 for none
     * @param resetAtStart the counters start anew with each order: one that is lower after an order start was reset
     * @param profile name of the profile that classifies the machine's time, empty for the default
     */
    record MachineDefined(
            long effectiveFromNs,
            Authority authority,
            long goodModulusMilli,
            long goodMaxStepMilli,
            long scrapModulusMilli,
            long scrapMaxStepMilli,
            long maxSpanNs,
            long settleAfterNs,
            long microStopNs,
            boolean resetAtStart,
            String path,
            String timeZone,
            String profile)
            implements Definition {
        /** A machine of the default profile, without micro-stops. */
        public static MachineDefined of(
                final String path,
                final Authority authority,
                final long modulusMilli,
                final long maxStepMilli,
                final long maxSpanNs,
                final long settleAfterNs) {
            return new MachineDefined(
                    0,
                    authority,
                    modulusMilli,
                    maxStepMilli,
                    modulusMilli,
                    maxStepMilli,
                    maxSpanNs,
                    settleAfterNs,
                    0,
                    false,
                    path,
                    "UTC",
                    "");
        }
    }

    /**
     * @param plannedMilli planned quantity, 0 if none
     * @param runtimePerUnitNs planned run time per item (ISO 22400-2: PRI), 0 if nobody planned it
     * @param components the bill of material as {@link io.millrace.core.plant.Component#parse} reads it, empty for none
     */
    record OperationDefined(
            long effectiveFromNs,
            long plannedMilli,
            long runtimePerUnitNs,
            ConfirmationPolicy confirm,
            OperationCounting counting,
            String order,
            String operation,
            String material,
            String unit,
            String components)
            implements Definition {
        /** An operation counted as its machines are, without planned run time or bill of material. */
        public static OperationDefined of(
                final String order,
                final String operation,
                final long plannedMilli,
                final ConfirmationPolicy confirm,
                final String material,
                final String unit) {
            return new OperationDefined(
                    0, plannedMilli, 0, confirm, OperationCounting.PLAIN, order, operation, material, unit, "");
        }
    }

    record ReasonDefined(long effectiveFromNs, ReasonCategory category, String code, String text)
            implements Definition {}

    record MaterialDefined(long effectiveFromNs, String material, String text, String unit) implements Definition {}

    /**
     * Working time: shifts, breaks, holidays, exceptions.
     *
     * @param scope beginning of the paths it holds for: enterprise, site, area, work centre or machine
     * @param text as {@link io.millrace.core.calendar.WorkingTime#parse} reads it
     */
    record CalendarDefined(long effectiveFromNs, String scope, String timeZone, String text) implements Definition {}

    /**
     * A table of one's own that classifies time.
     *
     * @param text as {@link io.millrace.core.figures.Profile#parse} reads it
     */
    record ProfileDefined(long effectiveFromNs, String name, String text) implements Definition {}

    /**
     * Postings before a day are closed.
     *
     * @param openFromDay first day that may be posted to, days since 1970-01-01 in the site's time zone
     */
    record PostingPeriodDefined(long effectiveFromNs, long openFromDay, String scope) implements Definition {}
}
