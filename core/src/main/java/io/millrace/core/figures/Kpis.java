package io.millrace.core.figures;

import io.millrace.core.plant.Quantities;
import org.jspecify.annotations.Nullable;

/**
 * Key figures after ISO 22400-2, computed from sums and from nothing else: figures can be neither added nor averaged, their sums can.
 * Ratios are uncapped, 1 being 100 %. Null where a figure is undefined: its denominator is not above zero, or a factor is undefined.
 *
 * @param availability APT / PBT
 * @param effectiveness PRI * PQ / APT; may exceed 1. Null as well if a part of PQ has no planned run time: the numerator is then too small
 *     and nobody can say by how much
 * @param qualityRatio GQ / PQ
 * @param oee overall equipment effectiveness index: availability * effectiveness * quality ratio
 * @param nee net equipment effectiveness index: AUPT / PBT * effectiveness * quality ratio
 * @param scrapRatio SQ / PQ
 * @param reworkRatio RQ / PQ
 * @param technicalEfficiency APT / (APT + ADET)
 * @param setupRatio setup rate: AUST / AUPT
 * @param utilizationEfficiency APT / AUBT
 * @param allocationEfficiency AUBT / PBT
 * @param mtbfNs mean operating time between failures: AUPT / failures, nanoseconds; delays are no operating time
 * @param mttrNs mean time to restoration: time down for failures / failures, nanoseconds
 * @param overOne availability, AUPT / PBT, effectiveness or quality ratio is above 1: a planned run time or a count is doubtful
 * @param incomplete there is time of which nothing is known; it is in none of the figures
 */
public record Kpis(
        @Nullable Double availability,
        @Nullable Double effectiveness,
        @Nullable Double qualityRatio,
        @Nullable Double oee,
        @Nullable Double nee,
        @Nullable Double scrapRatio,
        @Nullable Double reworkRatio,
        @Nullable Double technicalEfficiency,
        @Nullable Double setupRatio,
        @Nullable Double utilizationEfficiency,
        @Nullable Double allocationEfficiency,
        @Nullable Double mtbfNs,
        @Nullable Double mttrNs,
        boolean overOne,
        boolean incomplete) {

    public static Kpis of(final Sums sums) {
        final Times times = sums.times();
        final Quantities produced = sums.quantities();
        final Stops stops = sums.stops();
        final long pq = produced.totalMilli();
        final Double availability = ratio(times.productionNs(), times.pbtNs());
        final Double processing = ratio(times.auptNs(), times.pbtNs());
        final Double effectiveness =
                sums.plannedUnknownMilli() == 0 ? ratio(sums.plannedRunNs(), times.productionNs()) : null;
        final Double quality = ratio(produced.goodMilli(), pq);
        return new Kpis(
                availability,
                effectiveness,
                quality,
                product(availability, effectiveness, quality),
                product(processing, effectiveness, quality),
                ratio(produced.scrapMilli(), pq),
                ratio(produced.reworkMilli(), pq),
                ratio(times.productionNs(), Math.addExact(times.productionNs(), times.delayNs())),
                ratio(times.setupNs(), times.auptNs()),
                ratio(times.productionNs(), times.aubtNs()),
                ratio(times.aubtNs(), times.pbtNs()),
                ratio(times.auptNs(), stops.failures()),
                ratio(stops.restoreNs(), stops.failures()),
                isOverOne(availability) || isOverOne(processing) || isOverOne(effectiveness) || isOverOne(quality),
                times.unknownNs() != 0);
    }

    private static @Nullable Double ratio(final long numerator, final long denominator) {
        return denominator > 0 ? (double) numerator / denominator : null;
    }

    private static @Nullable Double product(
            final @Nullable Double first, final @Nullable Double second, final @Nullable Double third) {
        return first == null || second == null || third == null ? null : Double.valueOf(first * second * third);
    }

    private static boolean isOverOne(final @Nullable Double ratio) {
        return ratio != null && ratio > 1;
    }
}
