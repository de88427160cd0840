package io.millrace.ingest.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.QualityType;
import io.millrace.core.event.Transition;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.json.JsonLimits;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMapperTest {
    private static final String MACHINE = "acme/berlin/pack/line3/pack1";
    private static final long GATEWAY_NS = 1_767_225_600_000_000_000L;
    private static final long SOURCE_NS = 1_767_225_599_500_000_000L;
    private static final String ID_TIME = "\"id\":\"e1\",\"time\":\"2025-12-31T23:59:59.5Z\",";

    private final JsonMapper mapper = new JsonMapper("gw", "mes", Set.of(MACHINE), List.of(), JsonLimits.DEFAULT);

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(
                        "state",
                        "\"state\":\"EXECUTE\",\"mode\":\"PRODUCTION\",\"reason\":\"R1\"",
                        new Fact.StateChanged(MachineState.EXECUTE, Mode.PRODUCTION, "EXECUTE", "R1")),
                Arguments.of("state", "\"state\":11", new Fact.StateChanged(MachineState.HELD, Mode.UNKNOWN, "11", "")),
                Arguments.of(
                        "counter",
                        "\"measure\":\"total\",\"value\":12.3456,\"reset\":true",
                        new Fact.CounterReading(Measure.TOTAL, true, 12_346)),
                Arguments.of(
                        "count",
                        "\"measure\":\"scrap\",\"quantity\":2,\"reason\":\"S7\",\"order\":\"1001\",\"operation\":\"0010\"",
                        new Fact.CountReport(Measure.SCRAP, 2_000, "1001", "0010", "S7")),
                Arguments.of(
                        "context",
                        "\"transition\":\"STARTED\",\"order\":\"1001\",\"operation\":\"0010\",\"revision\":2,\"cancelled\":true",
                        new Fact.OrderContext(Transition.STARTED, true, 2, "1001", "0010")),
                Arguments.of(
                        "context",
                        "\"transition\":\"completed\"",
                        new Fact.OrderContext(Transition.COMPLETED, false, 0, "", "")),
                Arguments.of(
                        "consumption",
                        "\"material\":\"M\",\"lot\":\"L\",\"quantity\":0.5,\"order\":\"1\",\"operation\":\"2\"",
                        new Fact.MaterialConsumed(500, "M", "L", "1", "2")),
                Arguments.of(
                        "lot",
                        "\"material\":\"M\",\"lot\":\"L\",\"quantity\":7",
                        new Fact.LotProduced(7_000, "M", "L")),
                Arguments.of(
                        "quality",
                        "\"type\":\"NONCONFORMANCE\",\"lot\":\"L\",\"code\":\"N4\",\"quantity\":1",
                        new Fact.QualityRecord(QualityType.NONCONFORMANCE, 1_000, "L", "N4")),
                Arguments.of(
                        "labour",
                        "\"person\":\"P\",\"activity\":\"setup\",\"seconds\":90.5",
                        new Fact.LabourRecorded(90_500_000_000L, "P", "setup", "", "")),
                Arguments.of(
                        "reason",
                        "\"from\":1767225600000,\"reason\":\"jam\",\"actor\":\"Ü\"",
                        new Fact.ReasonAssigned(GATEWAY_NS, "jam", "Ü")),
                Arguments.of(
                        "scrap",
                        "\"quantity\":3,\"reason\":\"S\",\"order\":\"1\",\"operation\":\"2\"",
                        new Fact.ScrapDeclared(3_000, "S", "1", "2")),
                Arguments.of(
                        "decision",
                        "\"type\":\"SETTLE_REQUESTED\",\"actor\":\"A\",\"reason\":\"month\"",
                        new Fact.Decision(DecisionType.SETTLE_REQUESTED, "", "A", "month")),
                Arguments.of(
                        "value",
                        "\"name\":\"temperature\",\"value\":-7.125e1,\"unit\":\"Cel\"",
                        new Fact.ProcessValue("temperature", -71.25, "", "Cel")),
                Arguments.of(
                        "value",
                        "\"name\":\"recipe\",\"value\":\"R7\"",
                        new Fact.ProcessValue("recipe", Double.NaN, "R7", "")),
                Arguments.of("value", "\"name\":\"door\",\"value\":true", new Fact.ProcessValue("door", 1, "", "")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldReadEveryKind(final String kind, final String fields, final Fact expected) {
        final Event event = only(map(kind, "{" + ID_TIME + fields + ",\"unknown\":{\"x\":[1]}}"));

        assertThat(event.fact()).isEqualTo(expected);
        assertThat(event.head().machine()).isEqualTo(MACHINE);
        assertThat(event.head().gateway()).isEqualTo("gw");
        assertThat(event.head().source()).isEqualTo("mes");
        assertThat(event.head().sourceEventId()).isEqualTo("e1");
        assertThat(event.head().sourceTimeNs()).isEqualTo(SOURCE_NS);
        assertThat(event.head().gatewayTimeNs()).isEqualTo(GATEWAY_NS);
    }

    @Test
    void shouldHaveATestForEveryKind() {
        assertThat(kinds().map(arguments -> JsonKind.of((String) arguments.get()[0]))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(JsonKind.values());
    }

    static Stream<Arguments> faults() {
        final String good = "\"measure\":\"good\",\"quantity\":";
        return Stream.of(
                Arguments.of("count", "{\"time\":1767225600000," + good + "1}", Reason.NO_EVENT_ID, "id is missing"),
                Arguments.of("count", "{\"id\":\" \",\"time\":1," + good + "1}", Reason.NO_EVENT_ID, "id"),
                Arguments.of("count", "{\"id\":\"a\"," + good + "1}", Reason.NO_SOURCE_TIME, "time is missing"),
                Arguments.of("count", "{\"id\":\"a\",\"time\":null," + good + "1}", Reason.NO_SOURCE_TIME, "time"),
                Arguments.of("scrap", "{\"time\":1767225600000}", Reason.NO_EVENT_ID, "scrap"),
                Arguments.of("consumption", "{\"time\":1767225600000}", Reason.NO_EVENT_ID, "consumption"),
                Arguments.of("lot", "{\"time\":1767225600000}", Reason.NO_EVENT_ID, "lot"),
                Arguments.of("labour", "{\"id\":\"a\"}", Reason.NO_SOURCE_TIME, "labour"),
                Arguments.of("context", "{\"transition\":\"PAUSED\"}", Reason.NO_SOURCE_TIME, "context"),
                Arguments.of("quality", "{}", Reason.NO_SOURCE_TIME, "quality"),
                // Sent again, it would count the units since the reset a second time.
                Arguments.of(
                        "counter",
                        "{\"measure\":\"good\",\"value\":1,\"reset\":true}",
                        Reason.NO_SOURCE_TIME,
                        "counter that was reset"),
                impossible("count", ID_TIME + good + "\"12\"", "quantity is \"12\": a number without quotes"),
                impossible("count", ID_TIME + good + "-5", "quantity is -5: a number from 0"),
                impossible("count", ID_TIME + good + "1e30", "quantity"),
                impossible("count", ID_TIME + good + "1e999999999", "quantity"),
                impossible("value", "\"name\":\"t\",\"value\":1e999999999", "value is too large"),
                impossible("value", "\"name\":\"t\",\"value\":[1]", "value is [1]: a number"),
                impossible("value", "\"value\":1", "name is missing"),
                impossible("count", ID_TIME + good + "true", "quantity"),
                impossible("count", ID_TIME + "\"measure\":\"good\"", "quantity is missing"),
                impossible(
                        "count", ID_TIME + "\"measure\":\"best\",\"quantity\":1", "one of GOOD, SCRAP, REWORK, TOTAL"),
                impossible("count", ID_TIME + "\"quantity\":1", "measure is missing"),
                impossible("count", "\"id\":7,\"time\":1767225600000," + good + "1", "id is 7: a text in quotes"),
                impossible("count", "\"id\":\"\\ud800\",\"time\":1767225600000," + good + "1", "lone surrogate"),
                impossible("count", "\"id\":\"a\",\"time\":1767225600000.5," + good + "1", "whole milliseconds"),
                impossible("count", "\"id\":\"a\",\"time\":1767225600," + good + "1", "a number means milliseconds"),
                impossible("count", "\"id\":\"a\",\"time\":1e999999999," + good + "1", "time"),
                impossible("count", "\"id\":\"a\",\"time\":\"1999-12-31T23:59:59Z\"," + good + "1", "2000 to 2199"),
                impossible("count", "\"id\":\"a\",\"time\":\"2200-01-01T00:00:00Z\"," + good + "1", "2000 to 2199"),
                impossible("count", "\"id\":\"a\",\"time\":\"2026-01-01T00:00:00\"," + good + "1", "with an offset"),
                impossible("count", "\"id\":\"a\",\"time\":\"\"," + good + "1", "with an offset"),
                impossible("count", "\"id\":\"a\",\"time\":[]," + good + "1", "time is []"),
                impossible("state", "\"state\":\"DANCING\"", "state is 'DANCING': a PackML"),
                impossible("state", "\"state\":99", "state is '99'"),
                impossible("state", "\"state\":1.5", "state is 1.5"),
                impossible("state", "\"state\":\"\"", "state is missing"),
                impossible("state", "\"state\":6,\"mode\":\"FAST\"", "mode is 'FAST'"),
                impossible("counter", "\"measure\":\"good\",\"value\":-1", "value is -1"),
                impossible("counter", "\"measure\":\"good\",\"value\":1,\"reset\":1", "true or false"),
                impossible("context", ID_TIME + "\"transition\":\"STARTED\"", "order is missing"),
                impossible("context", ID_TIME + "\"transition\":\"PAUSED\",\"revision\":-1", "revision is -1"),
                impossible("context", ID_TIME + "\"transition\":\"PAUSED\",\"revision\":1.5", "revision is 1.5"),
                impossible("context", ID_TIME + "\"transition\":\"PAUSED\",\"revision\":2147483648", "revision"),
                impossible("labour", ID_TIME + "\"person\":\"P\",\"activity\":\"A\",\"seconds\":1e9", "seconds"),
                impossible("decision", "\"type\":\"QUARANTINE_ACCEPTED\",\"actor\":\"A\"", "target is missing"),
                impossible("reason", "\"reason\":\"jam\",\"actor\":\"A\"", "from is missing"));
    }

    private static Arguments impossible(final String kind, final String fields, final String detail) {
        return Arguments.of(kind, "{" + fields + "}", Reason.IMPOSSIBLE_VALUE, detail);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldNameFieldAndRemedyOfEveryFault(
            final String kind, final String payload, final Reason reason, final String detail) {
        final DeadLetter letter = onlyLetter(map(kind, payload));

        assertThat(letter.reason()).isEqualTo(reason);
        assertThat(letter.detail()).contains(detail);
        assertThat(letter.machine()).isEqualTo(MACHINE);
        assertThat(letter.source()).isEqualTo("mes");
        assertThat(letter.timeNs()).isEqualTo(GATEWAY_NS);
        assertThat(letter.payload()).isEqualTo(payload.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "{",
                "{\"state\":",
                "7",
                "\"text\"",
                "null",
                "[]",
                "[[]]",
                "{\"state\":NaN}",
                "{\"state\":6,\"state\":7}",
                "{\"state\":6} {\"state\":7}",
                "{\"state\":6}x",
                "{'state':6}",
                "{\"state\":06}",
                "{\"a\":[1,]}",
                "[{\"state\":6}"
            })
    void shouldCallUndecodableWhatIsNoJson(final String payload) {
        assertThat(onlyLetter(map("state", payload)).reason()).isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    void shouldCallUndecodableWhatIsNoUtf8() {
        final byte[] payload = "{\"state\":6,\"reason\":\"x\"}".getBytes(UTF_8);
        payload[21] = (byte) 0xFF;

        assertThat(onlyLetter(mapper.map(topic("state"), payload, "", GATEWAY_NS))
                        .reason())
                .isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    void shouldKeepOrderAndLotOfWhatItCannotTake() {
        final DeadLetter letter =
                onlyLetter(map("consumption", "{\"order\":\"1001\",\"lot\":\"L5\",\"material\":\"M\",\"quantity\":1}"));

        assertThat(letter.order()).isEqualTo("1001");
        assertThat(letter.lot()).isEqualTo("L5");
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                Arguments.of("{\"reason\":\"" + "x".repeat(4_097) + "\"}", "4096"),
                Arguments.of("{\"" + "x".repeat(4_097) + "\":1}", "4096"),
                Arguments.of("{\"value\":" + "1".repeat(65) + "}", "64"),
                Arguments.of("{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}", "16"),
                Arguments.of("[" + "{},".repeat(1_000) + "{}]", "1001 entries"),
                Arguments.of(" ".repeat(256 * 1024) + "{}", "262146 bytes"));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void shouldRefuseWhatIsTooLarge(final String payload, final String detail) {
        final DeadLetter letter = onlyLetter(map("state", payload));

        assertThat(letter.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(letter.detail()).contains(detail);
        assertThat(letter.payload()).hasSizeLessThanOrEqualTo(JsonLimits.DEFAULT.payloadBytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "factory/x",
                "millrace/v1",
                "millrace/v1/acme/berlin/pack/line3/pack1",
                "millrace/v1/acme/berlin/pack/line3/pack1/dance",
                "millrace/v1/acme/berlin/pack/line3/pack1/STATE",
                "millrace/v1/acme/berlin/pack/line3/pack1/state/x",
                "millrace/v2/acme/berlin/pack/line3/pack1/state"
            })
    void shouldNotMapOtherTopics(final String topic) {
        final DeadLetter letter = onlyLetter(mapper.map(topic, "{\"state\":6}".getBytes(UTF_8), "", GATEWAY_NS));

        assertThat(letter.reason()).isEqualTo(Reason.NOT_MAPPED);
        assertThat(letter.origin()).isEqualTo(topic);
    }

    @Test
    void shouldRefuseAnUnknownMachine() {
        final DeadLetter letter = onlyLetter(mapper.map(
                "millrace/v1/acme/berlin/pack/line3/pack2/state", "{\"state\":6}".getBytes(UTF_8), "", GATEWAY_NS));

        assertThat(letter.reason()).isEqualTo(Reason.UNKNOWN_MACHINE);
        assertThat(letter.machine()).isEqualTo("acme/berlin/pack/line3/pack2");
        assertThat(letter.detail()).contains("pack2").contains("master data");
    }

    @Test
    void shouldTakeTheGoodEntriesOfAnArrayAndNameTheBadOnes() {
        final Mapped mapped = map("state", "[{\"state\":6},{\"state\":\"DANCING\"},{\"state\":2},5]");

        assertThat(mapped.events().stream().map(event -> ((Fact.StateChanged) event.fact()).state()))
                .containsExactly(MachineState.EXECUTE, MachineState.STOPPED);
        final DeadLetter letter = Objects.requireNonNull(mapped.letter());
        assertThat(letter.reason()).isEqualTo(Reason.IMPOSSIBLE_VALUE);
        assertThat(letter.detail()).contains("entry 1: state").contains("entry 3: not a JSON object");
    }

    @Test
    void shouldNameOnlyTheFirstOfManyFaults() {
        final String payload = IntStream.range(0, 500).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]"));

        assertThat(onlyLetter(map("state", payload)).detail())
                .contains("entry 9:")
                .doesNotContain("entry 10:")
                .contains("and 490 more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "counter"})
    void shouldGiveGatewayTimeWhereTheSourceSaysNone(final String kind) {
        final Event event = only(map(kind, "{\"state\":6,\"measure\":\"good\",\"value\":1}"));

        assertThat(event.head().sourceTimeNs()).isEqualTo(GATEWAY_NS);
        assertThat(event.head().sourceEventId()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"2026-01-01T00:00:00Z\"', 1767225600000000000",
        "'\"2026-01-01T01:30:00+01:30\"', 1767225600000000000",
        "'\"2026-01-01T00:00:00.123456789Z\"', 1767225600123456789",
        "'1767225600123', 1767225600123000000",
        "'1.767225600123e12', 1767225600123000000"
    })
    void shouldReadTimes(final String time, final long expectedNs) {
        final Event event = only(map("state", "{\"state\":6,\"time\":" + time + "}"));

        assertThat(event.head().sourceTimeNs()).isEqualTo(expectedNs);
    }

    @Test
    void shouldCarryTheTraceOfMessageOrEntry() {
        final byte[] payload =
                "[{\"state\":6},{\"state\":2,\"traceparent\":\"00-own\"},{\"state\":2,\"traceparent\":5}]"
                        .getBytes(UTF_8);

        assertThat(mapper.map(topic("state"), payload, "00-message", GATEWAY_NS).events().stream()
                        .map(event -> event.head().correlationId()))
                .containsExactly("00-message", "00-own", "00-message");
    }

    private Mapped map(final String kind, final String payload) {
        return mapper.map(topic(kind), payload.getBytes(UTF_8), "", GATEWAY_NS);
    }

    private static String topic(final String kind) {
        return "millrace/v1/" + MACHINE + "/" + kind;
    }

    private static Event only(final Mapped mapped) {
        assertThat(mapped.letter()).isNull();
        assertThat(mapped.events()).hasSize(1);
        return mapped.events().get(0);
    }

    private static DeadLetter onlyLetter(final Mapped mapped) {
        assertThat(mapped.events()).isEmpty();
        return Objects.requireNonNull(mapped.letter());
    }
}
