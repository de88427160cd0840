package io.millrace.core.ledger;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.ledger.Confirmation.Backflush;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What was told, as bytes. Stateless. */
public final class ToldCodec {
    private ToldCodec() {}

    public static void write(final Told told, final BinaryWriter out) {
        quantities(told.quantities(), out);
        activity(told.activity(), out);
        out.number(told.number()).number(told.standing().size());
        for (final Told.Standing standing : told.standing()) {
            out.fixed(standing.id().getMostSignificantBits());
            out.fixed(standing.id().getLeastSignificantBits());
            quantities(standing.quantity(), out);
            activity(standing.activity(), out);
            out.number(standing.components().size());
            for (final Backflush component : standing.components()) {
                out.text(component.material()).text(component.lot());
                out.number(component.quantityMilli()).text(component.unit());
            }
        }
    }

    public static Told read(final BinaryReader in) {
        final Quantities quantities = quantities(in);
        final Activity activity = activity(in);
        final int number = (int) in.number();
        final int count = in.count();
        final List<Told.Standing> standing = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            standing.add(
                    new Told.Standing(new UUID(in.fixed(), in.fixed()), quantities(in), activity(in), components(in)));
        }
        return new Told(quantities, activity, number, standing);
    }

    private static List<Backflush> components(final BinaryReader in) {
        final int count = in.count();
        final List<Backflush> components = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            components.add(new Backflush(in.text(), in.text(), in.number(), in.text()));
        }
        return components;
    }

    public static void quantities(final Quantities quantities, final BinaryWriter out) {
        out.number(quantities.goodMilli()).number(quantities.scrapMilli()).number(quantities.reworkMilli());
    }

    public static Quantities quantities(final BinaryReader in) {
        return new Quantities(in.number(), in.number(), in.number());
    }

    /** None takes one byte: most ledgers tell no times. */
    public static void activity(final Activity activity, final BinaryWriter out) {
        out.flag(!activity.isNone());
        if (!activity.isNone()) {
            out.number(activity.setupNs()).number(activity.machineNs());
            out.number(activity.interruptedNs()).number(activity.labourNs());
        }
    }

    public static Activity activity(final BinaryReader in) {
        return in.flag() ? new Activity(in.number(), in.number(), in.number(), in.number()) : Activity.NONE;
    }
}
