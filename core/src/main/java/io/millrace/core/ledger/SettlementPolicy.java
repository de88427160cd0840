package io.millrace.core.ledger;

import io.millrace.core.event.CorrectionPolicy;
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
     * and the rest is posted anew; or the difference itself is posted, if the policy says so or nothing is left to reverse.
     *
     * @param truth good, scrap and rework that may be told by now
     */
    public static Settlement settle(final Told told, final Quantities truth, final Occasion occasion) {
        final List<Confirmation> confirmations = new ArrayList<>();
        Told after = told;
        if (occasion.policy() == CorrectionPolicy.REVERSAL) {
            while (truth.minus(after.quantities()).hasNegative()
                    && !after.standing().isEmpty()) {
                final Told.Standing last = after.last();
                after = after.withoutLast();
                confirmations.add(confirmation(
                        Confirmation.Kind.REVERSAL,
                        last.quantity().negated(),
                        after.number(),
                        after.quantities(),
                        last.id(),
                        occasion));
            }
        }
        final Quantities pending = truth.minus(after.quantities());
        if (!pending.isZero()) {
            final Confirmation.Kind kind = occasion.completed() || pending.hasNegative()
                    ? Confirmation.Kind.CORRECTION
                    : Confirmation.Kind.PARTIAL;
            final Confirmation difference = confirmation(kind, pending, after.number() + 1, truth, null, occasion);
            confirmations.add(difference);
            after = after.plus(difference.id(), pending);
        }
        return new Settlement(after, confirmations);
    }

    private static Confirmation confirmation(
            final Confirmation.Kind kind,
            final Quantities quantity,
            final int number,
            final Quantities toldAfter,
            final @Nullable UUID reverses,
            final Occasion occasion) {
        return new Confirmation(
                ConfirmationId.of(occasion.operation(), occasion.machine(), number, kind, toldAfter, reverses),
                kind,
                occasion.operation(),
                occasion.machine(),
                number,
                quantity,
                toldAfter,
                occasion.material(),
                occasion.unit(),
                reverses,
                occasion.trigger(),
                occasion.fromNs(),
                occasion.toNs(),
                occasion.triggerSourceNs(),
                occasion.triggerGatewayNs(),
                occasion.correlationId());
    }
}
