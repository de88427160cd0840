package io.millrace.core.posting;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.ToldCodec;
import java.util.UUID;

/** Open confirmations, answers and figures as bytes; enumerations by their ordinals, so they only grow at the end. Stateless. */
public final class PostingCodec {
    private static final int FORMAT = 1;

    private PostingCodec() {}

    public static byte[] write(final Open open) {
        final Open.Said said = open.said();
        final BinaryWriter out = new BinaryWriter().u8(FORMAT);
        id(said.id(), out);
        out.u8(said.kind().ordinal()).text(said.machine()).text(said.site()).number(said.number());
        ToldCodec.quantities(said.quantity(), out);
        out.text(said.unit()).number(said.postingDay()).number(said.confirmedNs());
        out.u8(open.state().ordinal()).flag(open.reversed());
        final Posting answer = open.answer();
        out.flag(answer != null);
        if (answer != null) {
            posting(answer, out);
        }
        return out.toBytes();
    }

    /** @throws io.millrace.core.binary.NewerVersionException if a newer program wrote it */
    public static Open open(final byte[] stored) {
        final BinaryReader in = new BinaryReader(stored);
        in.format(FORMAT, "an open confirmation");
        final Open.Said said = new Open.Said(
                id(in),
                Confirmation.Kind.values()[in.u8()],
                in.text(),
                in.text(),
                (int) in.number(),
                ToldCodec.quantities(in),
                in.text(),
                in.number(),
                in.number());
        return new Open(said, Open.State.values()[in.u8()], in.flag(), in.flag() ? posting(in) : null);
    }

    static void posting(final Posting posting, final BinaryWriter out) {
        id(posting.confirmationId(), out);
        out.u8(posting.status().ordinal()).number(posting.attempt());
        out.text(posting.document()).text(posting.reason()).number(posting.timeNs());
    }

    static Posting posting(final BinaryReader in) {
        return new Posting(
                id(in), Posting.Status.values()[in.u8()], (int) in.number(), in.text(), in.text(), in.number());
    }

    static void figures(final Figures figures, final BinaryWriter out) {
        tally(figures.confirmed(), out);
        tally(figures.posted(), out);
        tally(figures.inDoubt(), out);
        tally(figures.parked(), out);
        tally(figures.returned(), out);
        tally(figures.rejected(), out);
    }

    static Figures figures(final BinaryReader in) {
        return new Figures(tally(in), tally(in), tally(in), tally(in), tally(in), tally(in));
    }

    private static void tally(final Tally tally, final BinaryWriter out) {
        out.number(tally.count());
        ToldCodec.quantities(tally.quantity(), out);
    }

    private static Tally tally(final BinaryReader in) {
        return new Tally(in.number(), ToldCodec.quantities(in));
    }

    static void id(final UUID id, final BinaryWriter out) {
        out.fixed(id.getMostSignificantBits()).fixed(id.getLeastSignificantBits());
    }

    static UUID id(final BinaryReader in) {
        return new UUID(in.fixed(), in.fixed());
    }
}
