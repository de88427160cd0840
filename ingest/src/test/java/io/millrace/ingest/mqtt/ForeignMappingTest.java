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
import java.time.ZoneId;
import java.util.HashMap;
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

    /** A historian's message: the time once, the tags by their names. */
    @Test
    void shouldReadAnArrayOfTags() {
        final List<ForeignMapping> historian = List.of(
                tags("Good", Map.of("measure", "=good", "value", "/v")),
                tags("Scrap", Map.of("measure", "=scrap", "value", "/v")));

        final Mapped mapped = map(
                historian,
                "hist/m1",
                "{\"ts\":\"2026-01-01 01:00:00.5\",\"tags\":[{\"n\":\"Good\",\"v\":\"12.50\"},{\"n\":\"Temp\",\"v\":80},"
                        + "{\"n\":\"Scrap\",\"v\":1},{\"n\":\"Good\",\"v\":13,\"t\":\"2026-01-01T00:00:02Z\"}]}");

        assertThat(mapped.letter()).isNull();
        assertThat(mapped.events().stream().map(Event::fact))
                .containsExactly(
                        new Fact.CounterReading(Measure.GOOD, false, 12_500),
                        new Fact.CounterReading(Measure.GOOD, false, 13_000),
                        new Fact.CounterReading(Measure.SCRAP, false, 1_000));
        assertThat(mapped.events().stream().map(event -> event.head().sourceTimeNs() - GATEWAY_NS))
                .containsExactly(500_000_000L, 2_000_000_000L, 500_000_000L);
    }

    private static ForeignMapping tags(final String name, final Map<String, String> fields) {
        final Map<String, String> all = new HashMap<>(fields);
        all.put("time", "/t | ^/ts");
        return new ForeignMapping(
                "hist/+",
                "acme/berlin/pack/line3/{1}",
                JsonKind.COUNTER,
                all,
                new Selection("/tags", Map.of("/n", name)),
                new Dialect(StateTable.PACKML, Dialect.TimeUnit.MS, ZoneId.of("Europe/Berlin")));
    }

    @Test
    void shouldTellElementsApartThatShareAnId() {
        final ForeignMapping shared = parts("^/id");
        final ForeignMapping composed = parts("={^/id}-{/nr}");
        final String payload =
                "{\"id\":\"r1\",\"t\":1767225600,\"parts\":[{\"nr\":7},{\"nr\":8,\"skip\":true},{\"nr\":9}]}";

        assertThat(ids(shared, payload)).containsExactly("r1/0", "r1/2");
        assertThat(ids(composed, payload)).containsExactly("r1-7", "r1-9");
    }

    private static ForeignMapping parts(final String id) {
        return new ForeignMapping(
                "mes/parts",
                M1,
                JsonKind.COUNT,
                Map.of("id", id, "time", "^/t", "measure", "=good", "quantity", "=1"),
                new Selection("/parts", Map.of("/nr", "[79]")),
                new Dialect(StateTable.PACKML, Dialect.TimeUnit.S, null));
    }

    private static List<String> ids(final ForeignMapping mapping, final String payload) {
        final Mapped mapped = map(List.of(mapping), "mes/parts", payload);
        assertThat(mapped.letter()).isNull();
        return mapped.events().stream()
                .map(event -> event.head().sourceEventId())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "S, 1767225600.25, 250000000",
        "MS, 1767225600250, 250000000",
        "MS, 1767225600000.000001, 1",
        "US, 1767225600000001, 1000",
        "NS, 1767225600000000007, 7",
        "NS, '\"1767225600000000007\"', 7",
        "S, '\"2026-01-01T00:00:00.000000003Z\"', 3"
    })
    void shouldReadTimesInTheirUnit(final Dialect.TimeUnit unit, final String time, final long ns) {
        final ForeignMapping states = new ForeignMapping(
                "s",
                M1,
                JsonKind.STATE,
                Map.of("state", "/s", "time", "/t"),
                Selection.ALL,
                new Dialect(StateTable.PACKML, unit, null));

        assertThat(map(List.of(states), "s", "{\"s\":6,\"t\":" + time + "}").events())
                .extracting(event -> event.head().sourceTimeNs() - GATEWAY_NS)
                .containsExactly(ns);
    }

    @ParameterizedTest
    @CsvSource({"S, 1e300", "S, -1", "NS, 9223372036854775808", "S, '\"yesterday\"'", "S, true"})
    void shouldNotTakeAnythingForATime(final Dialect.TimeUnit unit, final String time) {
        final ForeignMapping states = new ForeignMapping(
                "s",
                M1,
                JsonKind.STATE,
                Map.of("state", "/s", "time", "/t"),
                Selection.ALL,
                new Dialect(StateTable.PACKML, unit, ZoneId.of("UTC")));

        assertThat(Objects.requireNonNull(map(List.of(states), "s", "{\"s\":6,\"t\":" + time + "}")
                                .letter())
                        .reason())
                .isEqualTo(DeadLetter.Reason.IMPOSSIBLE_VALUE);
    }

    @Test
    void shouldSayThatThereIsNoArray() {
        final DeadLetter letter =
                Objects.requireNonNull(map(List.of(parts("^/id")), "mes/parts", "{\"id\":\"r1\",\"parts\":{}}")
                        .letter());

        assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.NOT_MAPPED);
        assertThat(letter.detail()).contains("/parts is no array");
    }

    @Test
    void shouldNameEveryFaultOfASelection() {
        assertThatThrownBy(() -> new Selection("tags", Map.of("name", "(")))
                .hasMessageContaining("each 'tags'")
                .hasMessageContaining("when 'name'")
                .hasMessageContaining("no regular expression");
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
