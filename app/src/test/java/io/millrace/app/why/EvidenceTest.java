package io.millrace.app.why;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.event.Authority;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Transition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final String PRESS = "acme/berlin/press/line1/press1";
    private static final long S = 1_000_000_000L;

    private final Evidence evidence = new Evidence(PRESS, 100 * S, 200 * S);
    private final ArrayNode listed = JsonNodeFactory.instance.arrayNode();

    @Test
    void shouldListWhatWasCountedOnceInOrderWithWhatItIsMeasuredAgainst() {
        evidence.take(event(reading(5), 90, 90, ""));
        evidence.take(event(reading(3), 80, 80, ""));
        evidence.take(event(reading(9), 180, 500, ""));
        evidence.take(event(reading(7), 120, 121, "e7"));
        evidence.take(event(reading(7), 120, 130, "e7"));
        evidence.take(event(reading(11), 201, 201, ""));
        evidence.take(event(new Fact.Tick(), 150, 150, ""));

        evidence.events(Evidence::isCount, listed);
        assertThat(texts("value")).containsExactly("5", "7", "9");
        assertThat(listed.get(0).path("before").asBoolean()).isTrue();
        assertThat(listed.get(1).path("saidAgain").asInt()).isEqualTo(1);
        assertThat(listed.get(1).has("late")).isFalse();
        assertThat(listed.get(2).path("late").asText()).isEqualTo("5m20s");
    }

    @Test
    void shouldShowWhatTheSourceCalledTheOccasion() {
        final Event plain = event(reading(5), 120, 120, "e5");
        evidence.take(plain);
        evidence.take(new Event(event(reading(6), 130, 130, "e6").head().withIds("e6", "00-4bf9-00f0-01"), reading(6)));

        evidence.events(Evidence::isCount, listed);

        assertThat(listed.get(0).has("correlationId")).isFalse();
        assertThat(listed.get(1).path("correlationId").asText()).isEqualTo("00-4bf9-00f0-01");
    }

    @Test
    void shouldPutAReasonWhereItHoldsFrom() {
        evidence.take(event(new Fact.ReasonAssigned(150 * S, "JAM", "mary"), 900, 900, ""));
        evidence.events(Evidence::isState, listed);
        assertThat(texts("reason")).containsExactly("JAM");
    }

    @Test
    void shouldListTheContextsWithinAndTheLastOnesBefore() {
        for (int order = 0; order < 10; order++) {
            evidence.take(event(context("10" + order), 10L * order, 10L * order, ""));
        }
        evidence.take(event(context("200"), 150, 150, ""));
        evidence.take(event(context("300"), 250, 250, ""));
        evidence.contexts(listed);
        assertThat(texts("order")).containsExactly("104", "105", "106", "107", "108", "109", "200");
    }

    @Test
    void shouldListTheMasterDataInForceWithWhatBroughtThem() {
        evidence.take(definition(machine(0, 10), 1));
        evidence.take(definition(machine(0, 20), 2));
        evidence.take(definition(machine(0, 20), 3));
        evidence.take(definition(machine(150 * S, 30), 4));
        evidence.take(definition(new Fact.CalendarDefined(0, "acme", "UTC", ""), 5));
        evidence.take(definition(new Fact.CalendarDefined(0, "acme/berlin", "UTC", ""), 6));
        evidence.take(definition(new Fact.CalendarDefined(0, "acme/berlin-2", "UTC", ""), 7));

        evidence.masterData().list(PRESS, null, "", 120 * S, listed);
        assertThat(texts("definition")).containsExactly("machine/" + PRESS, "calendar/acme/berlin");
        assertThat(listed.get(0).path("maxSpan").asText()).isEqualTo("20s");
        assertThat(listed.get(0).path("replaced").asInt()).isEqualTo(1);
        assertThat(listed.get(0).path("sequence").asInt())
                .as("said again unchanged")
                .isEqualTo(2);

        listed.removeAll();
        evidence.masterData().list(PRESS, null, "", 150 * S, listed);
        assertThat(listed.get(0).path("effectiveFrom").asText()).isEqualTo("1970-01-01T00:02:30Z");
    }

    private List<String> texts(final String field) {
        final List<String> texts = new ArrayList<>();
        for (final JsonNode node : listed) {
            texts.add(node.path(field).asText());
        }
        return texts;
    }

    private static Fact reading(final long units) {
        return new Fact.CounterReading(Measure.GOOD, false, units * 1_000);
    }

    private static Fact context(final String order) {
        return new Fact.OrderContext(Transition.STARTED, false, 0, order, "0010");
    }

    private static Fact.Definition machine(final long effectiveFromNs, final long maxSpanS) {
        final Fact.MachineDefined plain = Fact.MachineDefined.of(PRESS, Authority.COUNTER, 0, 0, maxSpanS * S, 0);
        return new Fact.MachineDefined(
                effectiveFromNs, plain.authority(), 0, 0, 0, 0, plain.maxSpanNs(), 0, 0, false, PRESS, "UTC", "");
    }

    private static Event definition(final Fact.Definition definition, final long sequence) {
        return new Event(EventHead.of("gw1", "master", "", 0, 0).withTransport(1, sequence), definition);
    }

    private static Event event(final Fact fact, final long sourceS, final long gatewayS, final String id) {
        return new Event(
                EventHead.of("gw1", "plc", PRESS, sourceS * S, gatewayS * S).withIds(id, ""), fact);
    }
}
