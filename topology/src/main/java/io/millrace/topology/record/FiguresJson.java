package io.millrace.topology.record;

import io.millrace.core.aggregate.CellId;
import io.millrace.core.aggregate.Downtime;
import io.millrace.core.aggregate.Figure;
import io.millrace.core.aggregate.Period;
import io.millrace.core.aggregate.Reason;
import io.millrace.core.aggregate.Scope;
import io.millrace.core.aggregate.Stood;
import io.millrace.core.figures.Kpis;
import io.millrace.core.figures.Stops;
import io.millrace.core.figures.Sums;
import io.millrace.core.figures.Times;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Figures as they are said, passed on and stored. What can be computed from the sums is written for readers, and not read back. */
public final class FiguresJson {
    private FiguresJson() {}

    static byte[] write(final Figure f) {
        final JsonOut out = id(new JsonOut(), f.id())
                .name("state", f.state())
                .number("revision", f.revision())
                .time("asOf", f.asOfNs());
        sums(out, f.sums(), true);
        kpis(out, f.kpis());
        out.texts("profiles", f.profiles());
        if (f.before() != null) {
            difference(out, f.sums(), f.before());
        }
        return out.done();
    }

    static Figure figure(final JsonIn in) {
        final Sums sums = sums(in);
        return new Figure(
                id(in),
                sums,
                in.texts("profiles"),
                in.name("state", Figure.State.class),
                in.number("revision"),
                in.time("asOf"),
                in.has("difference") ? sums.minus(sums(in.object("difference"))) : null);
    }

    private static void kpis(final JsonOut out, final Kpis k) {
        out.open("kpis")
                .ratio("availability", k.availability())
                .ratio("effectiveness", k.effectiveness())
                .ratio("qualityRatio", k.qualityRatio())
                .ratio("oee", k.oee())
                .ratio("nee", k.nee())
                .ratio("scrapRatio", k.scrapRatio())
                .ratio("reworkRatio", k.reworkRatio())
                .ratio("technicalEfficiency", k.technicalEfficiency())
                .ratio("setupRatio", k.setupRatio())
                .ratio("utilizationEfficiency", k.utilizationEfficiency())
                .ratio("allocationEfficiency", k.allocationEfficiency())
                .ratio("mtbfSeconds", inSeconds(k.mtbfNs()))
                .ratio("mttrSeconds", inSeconds(k.mttrNs()))
                .close()
                .flag("overOne", k.overOne())
                .flag("incomplete", k.incomplete());
    }

    private static @Nullable Double inSeconds(final @Nullable Double ns) {
        return ns == null ? null : Double.valueOf(ns / 1e9);
    }

    private static void difference(final JsonOut out, final Sums now, final Sums before) {
        final Double oeeNow = Kpis.of(now).oee();
        final Double oeeBefore = Kpis.of(before).oee();
        out.open("difference");
        out.ratio("oee", oeeNow == null || oeeBefore == null ? null : Double.valueOf(oeeNow - oeeBefore));
        sums(out, now.minus(before), false);
        out.close();
    }

    static byte[] write(final Downtime d) {
        return id(new JsonOut(), d.id())
                .text("reason", d.reason().code())
                .flag("planned", d.reason().planned())
                .number("count", d.stood().count())
                .seconds("sumSeconds", d.stood().sumNs())
                .seconds("longestSeconds", d.stood().longestNs())
                .name("state", d.state())
                .number("revision", d.revision())
                .time("asOf", d.asOfNs())
                .done();
    }

    static Downtime downtime(final JsonIn in) {
        return new Downtime(
                id(in),
                new Reason(in.text("reason"), in.flag("planned")),
                new Stood(in.number("count"), in.seconds("sumSeconds"), in.seconds("longestSeconds")),
                in.name("state", Figure.State.class),
                in.number("revision"),
                in.time("asOf"));
    }

    private static JsonOut id(final JsonOut out, final CellId id) {
        final Period period = id.period();
        out.text("scope", id.scope().path()).name("level", id.scope().level()).open("period");
        out.name("kind", period.kind()).text("shift", period.shift());
        if (period.date() != null) {
            out.date("date", period.date().toEpochDay());
        }
        out.time("from", period.fromNs()).time("to", period.toNs()).close();
        return out.operation(id.operation());
    }

    private static CellId id(final JsonIn in) {
        final JsonIn period = in.object("period");
        return new CellId(
                new Scope(in.name("level", Scope.Level.class), in.text("scope")),
                new Period(
                        period.name("kind", Period.Kind.class),
                        period.time("from"),
                        period.time("to"),
                        period.text("shift"),
                        period.has("date") ? LocalDate.ofEpochDay(period.date("date")) : null),
                in.operationOrNull());
    }

    private static void sums(final JsonOut out, final Sums s, final boolean withDerived) {
        final Times t = s.times();
        out.open("seconds")
                .seconds("production", t.productionNs())
                .seconds("setup", t.setupNs())
                .seconds("delay", t.delayNs())
                .seconds("down", t.downNs())
                .seconds("planned", t.plannedNs())
                .seconds("unscheduled", t.unscheduledNs())
                .seconds("unknown", t.unknownNs());
        if (withDerived) {
            out.seconds("pot", t.potNs())
                    .seconds("pbt", t.pbtNs())
                    .seconds("aupt", t.auptNs())
                    .seconds("aubt", t.aubtNs());
        }
        out.close().quantities("quantities", s.quantities());
        if (withDerived) {
            out.quantity("produced", s.quantities().totalMilli());
        }
        final Stops stops = s.stops();
        out.seconds("plannedRunSeconds", s.plannedRunNs())
                .quantity("withoutPlannedRun", s.plannedUnknownMilli())
                .open("stops")
                .number("count", stops.count())
                .number("micro", stops.microCount())
                .seconds("microSeconds", stops.microNs())
                .number("failures", stops.failures())
                .seconds("restoreSeconds", stops.restoreNs())
                .close();
    }

    private static Sums sums(final JsonIn in) {
        final JsonIn t = in.object("seconds");
        final JsonIn stops = in.object("stops");
        return new Sums(
                new Times(
                        t.seconds("production"),
                        t.seconds("setup"),
                        t.seconds("delay"),
                        t.seconds("down"),
                        t.seconds("planned"),
                        t.seconds("unscheduled"),
                        t.seconds("unknown")),
                in.quantities("quantities"),
                in.seconds("plannedRunSeconds"),
                in.quantity("withoutPlannedRun"),
                new Stops(
                        stops.number("count"),
                        stops.number("micro"),
                        stops.seconds("microSeconds"),
                        stops.number("failures"),
                        stops.seconds("restoreSeconds")));
    }
}
