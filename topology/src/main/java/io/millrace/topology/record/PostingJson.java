package io.millrace.topology.record;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.plant.Quantities;
import io.millrace.core.posting.Figures;
import io.millrace.core.posting.Open;
import io.millrace.core.posting.Posting;
import io.millrace.core.posting.PostingAccuracy;
import io.millrace.core.posting.PostingStatus;
import io.millrace.core.posting.SiteChange;
import io.millrace.core.posting.Tally;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the ERP answered, and what became of the confirmations. */
final class PostingJson {
    private PostingJson() {}

    static byte[] write(final Posting p) {
        final JsonOut out = new JsonOut().id("confirmationId", p.confirmationId());
        return answer(out, p).done();
    }

    static Posting posting(final JsonIn in) {
        return answer(in, id(in, "confirmationId"));
    }

    private static JsonOut answer(final JsonOut out, final Posting p) {
        out.name("status", p.status());
        if (p.attempt() > 0) {
            out.number("attempt", p.attempt());
        }
        return out.text("document", p.document()).text("reason", p.reason()).time("time", p.timeNs());
    }

    private static Posting answer(final JsonIn in, final UUID id) {
        return new Posting(
                id,
                in.name("status", Posting.Status.class),
                in.has("attempt") ? in.integer("attempt") : 0,
                in.text("document"),
                in.text("reason"),
                in.time("time"));
    }

    static byte[] write(final PostingStatus s) {
        final JsonOut out = new JsonOut().operation(s.operation()).text("unit", s.unit());
        counts(out, s.figures());
        quantities(out.open("quantities"), s.figures()).close();
        oldest(out, s.oldestUnpostedNs());
        return out.flag("finalPosted", s.finalPosted())
                .objects("unposted", s.unposted(), PostingJson::open)
                .objects("parked", s.parked(), PostingJson::open)
                .objects("returned", s.returned(), PostingJson::open)
                .time("asOf", s.asOfNs())
                .done();
    }

    static PostingStatus postingStatus(final JsonIn in) {
        return new PostingStatus(
                in.operation(),
                in.text("unit"),
                figures(in.object("confirmations"), in.object("quantities")),
                oldest(in),
                in.flag("finalPosted"),
                in.objects("unposted", PostingJson::open),
                in.objects("parked", PostingJson::open),
                in.objects("returned", PostingJson::open),
                in.time("asOf"));
    }

    private static void open(final JsonOut out, final Open open) {
        final Open.Said said = open.said();
        out.id("id", said.id())
                .name("kind", said.kind())
                .text("machine", said.machine())
                .text("site", said.site())
                .number("number", said.number())
                .quantities("quantity", said.quantity())
                .text("unit", said.unit())
                .date("postingDate", said.postingDay())
                .time("confirmedAt", said.confirmedNs())
                .name("state", open.state())
                .flag("reversed", open.reversed());
        final Posting answer = open.answer();
        if (answer != null) {
            answer(out.open("answer"), answer).close();
        }
    }

    private static Open open(final JsonIn in) {
        final UUID id = id(in, "id");
        final Open.Said said = new Open.Said(
                id,
                in.name("kind", Confirmation.Kind.class),
                in.text("machine"),
                in.text("site"),
                in.integer("number"),
                in.quantities("quantity"),
                in.text("unit"),
                in.date("postingDate"),
                in.time("confirmedAt"));
        return new Open(
                said,
                in.name("state", Open.State.class),
                in.flag("reversed"),
                in.has("answer") ? answer(in.object("answer"), id) : null);
    }

    static byte[] write(final PostingAccuracy a) {
        final JsonOut out = new JsonOut().text("site", a.site());
        final Figures total = a.total();
        counts(out, total);
        if (total.accuracyMillionths() >= 0) {
            out.ratio("accuracy", total.accuracyMillionths());
        }
        out.objects("units", new TreeMap<>(a.byUnit()).entrySet(), PostingJson::unit);
        oldest(out, a.oldestUnpostedNs());
        return out.time("asOf", a.asOfNs()).done();
    }

    private static void unit(final JsonOut out, final Map.Entry<String, Figures> unit) {
        counts(out.text("unit", unit.getKey()), unit.getValue());
        quantities(out.open("quantities"), unit.getValue()).close();
    }

    static PostingAccuracy postingAccuracy(final JsonIn in) {
        final Map<String, Figures> byUnit = new TreeMap<>();
        in.objects(
                        "units",
                        unit -> Map.entry(
                                unit.text("unit"), figures(unit.object("confirmations"), unit.object("quantities"))))
                .forEach(unit -> byUnit.put(unit.getKey(), unit.getValue()));
        return new PostingAccuracy(in.text("site"), byUnit, oldest(in), in.time("asOf"));
    }

    static byte[] write(final SiteChange c) {
        final JsonOut out =
                new JsonOut().text("site", c.site()).operation(c.operation()).text("unit", c.unit());
        counts(out, c.difference());
        quantities(out.open("quantities"), c.difference()).close();
        oldest(out, c.oldestUnpostedNs());
        return out.time("asOf", c.asOfNs()).done();
    }

    static SiteChange siteChange(final JsonIn in) {
        return new SiteChange(
                in.text("site"),
                in.operation(),
                in.text("unit"),
                figures(in.object("confirmations"), in.object("quantities")),
                oldest(in),
                in.time("asOf"));
    }

    private static void counts(final JsonOut out, final Figures figures) {
        out.open("confirmations");
        each(figures, (name, tally) -> out.number(name, tally.count()));
        out.close();
    }

    private static JsonOut quantities(final JsonOut out, final Figures figures) {
        each(figures, (name, tally) -> out.quantities(name, tally.quantity()));
        return out;
    }

    private interface Each {
        void take(String name, Tally tally);
    }

    private static void each(final Figures figures, final Each each) {
        each.take("confirmed", figures.confirmed());
        each.take("posted", figures.posted());
        each.take("unposted", figures.unposted());
        each.take("inDoubt", figures.inDoubt());
        each.take("parked", figures.parked());
        each.take("returned", figures.returned());
        each.take("rejected", figures.rejected());
    }

    private static Figures figures(final JsonIn counts, final JsonIn quantities) {
        final Function<String, Tally> tally = name -> {
            final Quantities quantity = quantities.quantities(name);
            return new Tally(counts.number(name), quantity);
        };
        return new Figures(
                tally.apply("confirmed"),
                tally.apply("posted"),
                tally.apply("inDoubt"),
                tally.apply("parked"),
                tally.apply("returned"),
                tally.apply("rejected"));
    }

    private static void oldest(final JsonOut out, final @Nullable Long ns) {
        if (ns != null) {
            out.time("oldestUnposted", ns);
        }
    }

    private static @Nullable Long oldest(final JsonIn in) {
        return in.has("oldestUnposted") ? (Long) in.time("oldestUnposted") : null;
    }

    private static UUID id(final JsonIn in, final String name) {
        return Objects.requireNonNull(in.id(name), "field " + name + " is missing");
    }
}
