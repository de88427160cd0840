package io.millrace.ingest.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.json.JsonLimits;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignMappingTest {
    private static final long GATEWAY_NS = 1_767_225_600_000_000_000L;
    private static final String M1 = "acme/berlin/pack/line3/m1";
    private static final ForeignMapping COUNT = new ForeignMapping(
            "factory/+/parts/#",
            "acme/berlin/pack/line3/{1}",
            JsonKind.COUNT,
            Map.of(
                    "id", "/meta/id",
                    "time", "/meta/ts",
                    "measure", "=good",
                    "quantity", "/parts/0/n",
                    "order", "/job",
                    "operation", "={3}"));

    @Test
    void shouldReadWhatThePointersAndConstantsName() {
        final Mapped mapped = map(
                List.of(COUNT),
                "factory/m1/parts/0010",
                "{\"meta\":{\"id\":77,\"ts\":1767225599000},\"parts\":[{\"n\":3}],\"job\":\"1001\"}");

        final Event event = mapped.events().get(0);
        assertThat(mapped.letter()).isNull();
        assertThat(event.fact()).isEqualTo(new Fact.CountReport(Measure.GOOD, 3_000, "1001", "0010", ""));
        assertThat(event.head().machine()).isEqualTo(M1);
        assertThat(event.head().sourceEventId()).isEqualTo("77");
        assertThat(event.head().sourceTimeNs()).isEqualTo(GATEWAY_NS - 1_000_000_000);
    }

    @Test
    void shouldReadAConstantNumber() {
        final ForeignMapping pulse = new ForeignMapping(
                "p/+",
                "acme/berlin/pack/line3/{1}",
                JsonKind.COUNT,
                Map.of("id", "/i", "time", "/t", "measure", "=good", "quantity", "=0.5"));

        assertThat(map(List.of(pulse), "p/m1", "{\"i\":\"a\",\"t\":1767225600000}")
                        .events()
                        .get(0)
                        .fact())
                .isEqualTo(new Fact.CountReport(Measure.GOOD, 500, "", "", ""));
    }

    @Test
    void shouldMakeSeveralEventsOfOnePayloadAndTellTheirIdsApart() {
        final ForeignMapping scrap = new ForeignMapping(
                "factory/#",
                "acme/berlin/pack/line3/{1}",
                JsonKind.COUNT,
                Map.of("id", "/meta/id", "time", "/meta/ts", "measure", "=scrap", "quantity", "/bad"));

        final Mapped mapped = map(
                List.of(COUNT, scrap),
                "factory/m1/parts/0010",
                "{\"meta\":{\"id\":\"x\",\"ts\":1767225599000},\"parts\":[{\"n\":3}],\"bad\":1}");

        assertThat(mapped.events().stream().map(event -> event.head().sourceEventId()))
                .containsExactly("x", "x#1");
    }

    @Test
    void shouldReadForeignStatesByTheirTable() {
        final ForeignMapping states = new ForeignMapping(
                "s/+",
                M1,
                JsonKind.STATE,
                Map.of("state", "/code"),
                new StateTable("umh", Map.of("10000", MachineState.EXECUTE)));

        assertThat(map(List.of(states), "s/1", "[{\"code\":10000},{\"code\":31}]").events().stream()
                        .map(Event::fact))
                .containsExactly(
                        new Fact.StateChanged(MachineState.EXECUTE, Mode.UNKNOWN, "10000", ""),
                        new Fact.StateChanged(MachineState.UNKNOWN, Mode.UNKNOWN, "31", ""));
    }

    @Test
    void shouldSayThatTheTopicIsTooShortForTheMapping() {
        final DeadLetter letter = Objects.requireNonNull(map(
                        List.of(COUNT),
                        "factory/m1/parts",
                        "{\"meta\":{\"id\":\"a\",\"ts\":1767225599000},\"parts\":[{\"n\":3}]}")
                .letter());

        assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.NOT_MAPPED);
        assertThat(letter.detail()).contains("topic level 3");
    }

    @Test
    void shouldNameEveryFaultOfAMapping() {
        assertThatThrownBy(() -> new ForeignMapping("a/#/b", " ", JsonKind.STATE, Map.of("state", "code", "time", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topic filter 'a/#/b'")
                .hasMessageContaining("machine is empty")
                .hasMessageContaining("field state 'code'")
                .hasMessageContaining("field time ''");
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, true",
        "a/b, a/b/c, false",
        "a/b/c, a/b, false",
        "a/+, a/b, true",
        "a/+, a, false",
        "a/+/c, a/b/c, true",
        "a/#, a, true",
        "a/#, a/b/c, true",
        "a/+/#, a/b, true",
        "a/+/#, a, false",
        "#, a/b, true",
        "#, $SYS/x, false",
        "+/x, $SYS/x, false",
        "$SYS/#, $SYS/x, true",
        "$share/g/a/#, a/b, true",
        "/+, /b, true"
    })
    void shouldMatchAsTheBrokerDoes(final String filter, final String topic, final boolean expected) {
        assertThat(TopicFilter.isValid(filter)).isTrue();
        assertThat(new TopicFilter(filter).matches(TopicFilter.split(topic))).isEqualTo(expected);
    }

    private static Mapped map(final List<ForeignMapping> mappings, final String topic, final String payload) {
        return new JsonMapper("gw", "mes", Set.of(M1), mappings, JsonLimits.DEFAULT)
                .map(topic, payload.getBytes(UTF_8), "", GATEWAY_NS);
    }
}
