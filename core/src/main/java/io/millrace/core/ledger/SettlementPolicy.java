package io.millrace.core.ledger;

import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.Component;
import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has been told, subtracted from what is true, is what there is to say. Pure and stateless. */
public final class SettlementPolicy {
    private SettlementPolicy() {}

    /**
     * Says the difference. Where less is true than was told, the latest confirmations are reversed until nothing told is too much,
     * and the rest is posted anew; or the difference itself is posted, if the policy says so or nothing is left to reverse. What
     * would be negative and may not be waits until it is made up for.
     *
     * @param truth good, scrap and rework that may be told by now
     * @param times activity that may be told by now, whole seconds
     */
    public static Settlement settle(
            final Told told, final Quantities truth, final Activity times, final Occasion occasion) {
        final List<Confirmation> confirmations = new ArrayList<>();
        Told after = told;
        if (occasion.policy() == CorrectionPolicy.REVERSAL || !occasion.mayGoNegative()) {
            while (isTooMuch(after, truth, times) && !after.standing().isEmpty()) {
                final Told.Standing last = after.last();
                after = after.withoutLast();
                confirmations.add(confirmation(
                        Confirmation.Kind.REVERSAL,
                        last.quantity().negated(),
                        last.activity().negated(),
                        after,
                        last,
                        occasion));
            }
        }
        final Quantities pending = truth.minus(after.quantities());
        final Activity pendingTimes = times.minus(after.activity());
        final boolean isNegative = pending.hasNegative() || pendingTimes.hasNegative();
        if ((!pending.isZero() || !pendingTimes.isNone()) && (!isNegative || occasion.mayGoNegative())) {
            final Confirmation.Kind kind = occasion.completed() || pending.hasNegative()
                    ? Confirmation.Kind.CORRECTION
                    : Confirmation.Kind.PARTIAL;
            final Told with = new Told(truth, times, after.number() + 1, List.of());
            final Confirmation difference = confirmation(kind, pending, pendingTimes, with, null, occasion);
            confirmations.add(difference);
            after = after.plus(difference.id(), pending, pendingTimes, difference.components());
        }
        return new Settlement(after, confirmations);
    }

    private static boolean isTooMuch(final Told told, final Quantities truth, final Activity times) {
        return truth.minus(told.quantities()).hasNegative()
                || times.minus(told.activity()).hasNegative();
    }

    private static Confirmation confirmation(
            final Confirmation.Kind kind,
            final Quantities quantity,
            final Activity activity,
            final Told after,
            final Told.@Nullable Standing taken,
            final Occasion occasion) {
        final UUID reverses = taken == null ? null : taken.id();
        return new Confirmation(
                ConfirmationId.of(
                        occasion.operation(),
                        occasion.machine(),
                        after.number(),
                        kind,
                        after.quantities(),
                        after.activity(),
                        reverses),
                kind,
                occasion.operation(),
                occasion.machine(),
                after.number(),
                quantity,
                after.quantities(),
                activity,
                after.activity(),
                occasion.material(),
                occasion.unit(),
                taken == null ? backflush(quantity, after.quantities(), occasion) : negated(taken.components()),
                occasion.postingDay(),
                reverses,
                occasion.trigger(),
                occasion.fromNs(),
                occasion.toNs(),
                occasion.triggerSourceNs(),
                occasion.triggerGatewayNs(),
                occasion.correlationId());
    }

    private static List<Confirmation.Backflush> negated(final List<Confirmation.Backflush> components) {
        return components.stream()
                .map(one -> new Confirmation.Backflush(one.material(), one.lot(), -one.quantityMilli(), one.unit()))
                .toList();
    }

    /** Good, scrapped or to be reworked: every unit made has consumed its components. */
    private static List<Confirmation.Backflush> backflush(
            final Quantities quantity, final Quantities after, final Occasion occasion) {
        final List<Confirmation.Backflush> consumed =
                new ArrayList<>(occasion.components().size());
        final long madeAfter = after.totalMilli();
        final long madeBefore = madeAfter - quantity.totalMilli();
        for (final Component component : occasion.components()) {
            final long milli = component.consumedMilli(madeAfter) - component.consumedMilli(madeBefore);
            if (milli != 0) {
                final String lot = occasion.lots().getOrDefault(component.material(), "");
                consumed.add(new Confirmation.Backflush(component.material(), lot, milli, component.unit()));
            }
        }
        return consumed;
    }
}
