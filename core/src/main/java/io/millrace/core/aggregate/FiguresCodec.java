package io.millrace.core.aggregate;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.binary.NewerVersionException;
import io.millrace.core.binary.StateFormatException;
import io.millrace.core.figures.Stops;
import io.millrace.core.figures.Sums;
import io.millrace.core.figures.Times;
import io.millrace.core.ledger.ToldCodec;
import io.millrace.core.timeline.TimelineCodec;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Figures in the making as bytes: stored, or passed on to the next whole. Enumerations by their ordinals, so they only grow at the end.
 * What reads throws {@link NewerVersionException} if a newer version wrote it, {@link StateFormatException} if it is broken. Stateless.
 */
public final class FiguresCodec {
    private static final int FORMAT = 1;
    private static final Scope.Level[] LEVELS = Scope.Level.values();
    private static final Period.Kind[] KINDS = Period.Kind.values();

    private FiguresCodec() {}

    public static byte[] write(final Cell cell) {
        final BinaryWriter out = new BinaryWriter().u8(FORMAT);
        id(cell.id(), out);
        out.number(cell.revision()).number(cell.asOfNs()).flag(cell.isFinal());
        aggregate(cell.now(), out);
        final boolean isSaid = cell.now().equals(cell.said());
        out.flag(isSaid);
        if (!isSaid) {
            aggregate(cell.said(), out);
        }
        return out.toBytes();
    }

    public static Cell cell(final byte[] stored) {
        final BinaryReader in = new BinaryReader(stored);
        in.format(FORMAT, "a stored figure");
        final CellId id = id(in);
        final long revision = in.number();
        final long asOfNs = in.number();
        final boolean isFinal = in.flag();
        final Aggregate now = aggregate(in);
        return new Cell(id, now, in.flag() ? now : aggregate(in), revision, asOfNs, isFinal);
    }

    /** Reads whose figures they are and nothing else. */
    public static CellId id(final byte[] stored) {
        final BinaryReader in = new BinaryReader(stored);
        in.format(FORMAT, "a stored figure");
        return id(in);
    }

    /** @return whose figures they are, null if they were said as final */
    public static @Nullable CellId unfinished(final byte[] stored) {
        final BinaryReader in = new BinaryReader(stored);
        in.format(FORMAT, "a stored figure");
        final CellId id = id(in);
        in.number();
        in.number();
        return in.flag() ? null : id;
    }

    public static byte[] write(final Contribution it) {
        final BinaryWriter out = new BinaryWriter().u8(FORMAT);
        id(new CellId(it.scope(), it.period(), null), out);
        out.text(it.part()).number(it.asOfNs());
        aggregate(it.aggregate(), out);
        return out.toBytes();
    }

    public static Contribution contribution(final byte[] passed) {
        final BinaryReader in = new BinaryReader(passed);
        in.format(FORMAT, "a contribution to figures");
        final CellId id = id(in);
        final String part = in.text();
        final long asOfNs = in.number();
        return new Contribution(id.scope(), id.period(), part, aggregate(in), asOfNs);
    }

    public static byte[] write(final Aggregate part) {
        final BinaryWriter out = new BinaryWriter().u8(FORMAT);
        aggregate(part, out);
        return out.toBytes();
    }

    public static Aggregate part(final byte[] stored) {
        final BinaryReader in = new BinaryReader(stored);
        in.format(FORMAT, "a stored part of a figure");
        return aggregate(in);
    }

    public static byte[] write(final Progress progress) {
        final BinaryWriter out = new BinaryWriter().u8(FORMAT);
        out.number(progress.newestNs).number(progress.sweptNs);
        out.number(progress.saidNs).number(progress.heardMs);
        final Collection<CellId> unsaid = progress.unsaid.values();
        out.number(unsaid.size());
        unsaid.forEach(id -> id(id, out));
        return out.toBytes();
    }

    public static Progress progress(final byte[] stored) {
        final BinaryReader in = new BinaryReader(stored);
        in.format(FORMAT, "how far figures have come");
        final Progress progress = new Progress();
        progress.newestNs = in.number();
        progress.sweptNs = in.number();
        progress.saidNs = in.number();
        progress.heardMs = in.number();
        final int unsaid = in.count();
        for (int i = 0; i < unsaid; i++) {
            final CellId id = id(in);
            progress.unsaid.put(id.name(), id);
        }
        return progress;
    }

    private static void id(final CellId id, final BinaryWriter out) {
        out.u8(id.scope().level().ordinal()).text(id.scope().path());
        final Period period = id.period();
        final LocalDate date = period.date();
        out.u8(period.kind().ordinal()).number(period.fromNs()).number(period.toNs() - period.fromNs());
        out.text(period.shift()).flag(date != null);
        if (date != null) {
            out.number(date.toEpochDay());
        }
        TimelineCodec.write(id.operation(), out);
    }

    private static CellId id(final BinaryReader in) {
        final Scope scope = new Scope(LEVELS[in.u8()], in.text());
        final Period.Kind kind = KINDS[in.u8()];
        final long fromNs = in.number();
        final long toNs = fromNs + in.number();
        final String shift = in.text();
        final LocalDate date = in.flag() ? LocalDate.ofEpochDay(in.number()) : null;
        return new CellId(scope, new Period(kind, fromNs, toNs, shift, date), TimelineCodec.readOperation(in));
    }

    private static void aggregate(final Aggregate it, final BinaryWriter out) {
        sums(it.sums(), out);
        out.number(it.downtime().size());
        for (final Map.Entry<Reason, Stood> each : it.downtime().entrySet()) {
            out.text(each.getKey().code()).flag(each.getKey().planned());
            final Stood stood = each.getValue();
            out.number(stood.count()).number(stood.sumNs()).number(stood.longestNs());
        }
        out.number(it.profileNs().size());
        it.profileNs().forEach((profile, ns) -> out.text(profile).number(ns));
    }

    private static Aggregate aggregate(final BinaryReader in) {
        final Sums sums = sums(in);
        final TreeMap<Reason, Stood> downtime = new TreeMap<>();
        final int reasons = in.count();
        for (int i = 0; i < reasons; i++) {
            downtime.put(new Reason(in.text(), in.flag()), new Stood(in.number(), in.number(), in.number()));
        }
        final TreeMap<String, Long> profileNs = new TreeMap<>();
        final int profiles = in.count();
        for (int i = 0; i < profiles; i++) {
            profileNs.put(in.text(), in.number());
        }
        return new Aggregate(sums, downtime, profileNs);
    }

    private static void sums(final Sums sums, final BinaryWriter out) {
        final Times times = sums.times();
        out.number(times.productionNs()).number(times.setupNs());
        out.number(times.delayNs()).number(times.downNs()).number(times.plannedNs());
        out.number(times.unscheduledNs()).number(times.unknownNs());
        ToldCodec.quantities(sums.quantities(), out);
        out.number(sums.plannedRunNs()).number(sums.plannedUnknownMilli());
        final Stops stops = sums.stops();
        out.number(stops.count()).number(stops.microCount()).number(stops.microNs());
        out.number(stops.failures()).number(stops.restoreNs());
    }

    private static Sums sums(final BinaryReader in) {
        return new Sums(
                new Times(in.number(), in.number(), in.number(), in.number(), in.number(), in.number(), in.number()),
                ToldCodec.quantities(in),
                in.number(),
                in.number(),
                new Stops(in.number(), in.number(), in.number(), in.number(), in.number()));
    }
}
