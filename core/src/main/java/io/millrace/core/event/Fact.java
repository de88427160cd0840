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
    sealed interface Definition extends Fact permits MachineDefined, OperationDefined, ReasonDefined, MaterialDefined {
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
     * @param goodModulusMilli where the good (or total) counter wraps, 0 if it does not
     * @param goodMaxStepMilli the largest step over a wrap that is plausible, 0 if it does not wrap
     * @param maxSpanNs the longest step between two readings that may be attributed across an order change
     * @param settleAfterNs how old units must be before they are told, since order starts come late
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
            String path,
            String timeZone)
            implements Definition {}

    /**
     * @param plannedMilli planned quantity, 0 if none
     * @param confirmEveryMilli a partial confirmation as soon as this much is pending, 0 for never
     * @param confirmIntervalNs a partial confirmation of what is pending when this long has passed, 0 for never
     * @param atMilestones a partial confirmation when the operation is paused or completed at a machine
     */
    record OperationDefined(
            long effectiveFromNs,
            long plannedMilli,
            long confirmEveryMilli,
            long confirmIntervalNs,
            boolean atMilestones,
            CorrectionPolicy correction,
            String order,
            String operation,
            String material,
            String unit)
            implements Definition {}

    record ReasonDefined(long effectiveFromNs, boolean planned, String code, String text) implements Definition {}

    record MaterialDefined(long effectiveFromNs, String material, String text, String unit) implements Definition {}
}
