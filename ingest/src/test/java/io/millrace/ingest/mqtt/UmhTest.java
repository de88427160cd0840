package io.millrace.ingest.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.json.JsonLimits;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payloads as the United Manufacturing Hub documents them, of its classic and of its present data model. */
class UmhTest {
    private static final long GATEWAY_NS = 1_767_225_600_000_000_000L;
    private static final String M1 = "cutting/cologne/hall1/line2/cnc";
    private static final String LOCATION = "umh/v1/" + M1;

    private static final JsonMapper MAPPER = new JsonMapper(
            "gw",
            "umh",
            Set.of(M1),
            Stream.of(
                            Umh.analytics(),
                            Umh.tag(
                                    Umh.HISTORIAN,
                                    "head/parts/good",
                                    JsonKind.COUNTER,
                                    Map.of("measure", "=good"),
                                    StateTable.PACKML),
                            Umh.tag(Umh.HISTORIAN, "state", JsonKind.STATE, Map.of(), StateTable.PACKML))
                    .flatMap(List::stream)
                    .toList(),
            JsonLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "10000, EXECUTE, ''",
        "40000, STOPPED, ''",
        "60000, SUSPENDED, 60000",
        "180000, ABORTED, 180000",
        "181000, UNKNOWN, 181000"
    })
    void shouldReadAStateWithItsReason(final String code, final MachineState state, final String reason) {
        assertThat(head("_analytics/state/add", "{\"state\":" + code + ",\"start_time\":\"2025-12-31T23:00:00Z\"}"))
                .returns(GATEWAY_NS - 3_600_000_000_000L, event -> event.head().sourceTimeNs())
                .returns(new Fact.StateChanged(state, Mode.UNKNOWN, code, reason), Event::fact);
        assertThat(facts("_analytics/state/add", "{\"state\":" + code + ",\"start_time_unix_ms\":1767225600000}"))
                .containsExactly(new Fact.StateChanged(state, Mode.UNKNOWN, code, reason));
    }

    @Test
    void shouldReadWorkOrders() {
        assertThat(facts(
                        "_analytics/work-order/start",
                        "{\"external_work_order_id\":\"1234\",\"start_time_unix_ms\":1767225600000}"))
                .containsExactly(new Fact.OrderContext(Transition.STARTED, false, 0, "1234", ""));
        assertThat(facts(
                        "_analytics/work-order/stop",
                        "{\"external_work_order_id\":\"1234\",\"end_time\":\"2026-01-01T00:00:00+01:00\"}"))
                .containsExactly(new Fact.OrderContext(Transition.COMPLETED, false, 0, "1234", ""));
    }

    @Test
    void shouldReadProductsAsTotalAndScrap() {
        final Mapped mapped = map(
                "_analytics/product/add",
                "{\"external_product_type_id\":\"5678\",\"product_batch_id\":\"B7\",\"start_time\":\"2025-12-31T22:00:00Z\","
                        + "\"end_time\":\"2025-12-31T23:00:00Z\",\"quantity\":100,\"bad_quantity\":5}");

        assertThat(mapped.letter()).isNull();
        assertThat(mapped.events().stream().map(Event::fact))
                .containsExactly(
                        new Fact.CountReport(Measure.TOTAL, 100_000, "", "", ""),
                        new Fact.CountReport(Measure.SCRAP, 5_000, "", "", ""));
        assertThat(mapped.events().stream().map(event -> event.head().sourceEventId()))
                .containsExactly("5678/B7", "5678/B7#1");
    }

    @ParameterizedTest
    @CsvSource({"''", "',\"bad_quantity\":0'", "',\"bad_quantity\":null'"})
    void shouldReadProductsThatAreAllGood(final String bad) {
        assertThat(facts(
                        "_analytics/product/add",
                        "{\"external_product_id\":\"5678\",\"end_time_unix_ms\":1767225600000,\"quantity\":3" + bad
                                + "}"))
                .containsExactly(new Fact.CountReport(Measure.TOTAL, 3_000, "", "", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "head/parts/good; {\"timestamp_ms\":1767225600000,\"value\":12}",
                "head/parts; {\"timestamp_ms\":1767225600000,\"good\":12,\"speed\":1.5}",
                "head; {\"timestamp_ms\":1767225600000,\"parts\":{\"good\":12},\"temperature\":50.0,\"collision\":false}",
                "head; {\"timestamp_ms\":1767225600000,\"parts_good\":12}",
                "''; {\"timestamp_ms\":1767225600000,\"head\":{\"parts\":{\"good\":12,\"bad\":1}}}",
                "''; {\"timestamp_ms\":1767225600000,\"head_parts_good\":12}"
            })
    void shouldFindATagInEveryForm(final String groups, final String payload) {
        assertThat(facts(groups.isEmpty() ? "_historian" : "_historian/" + groups, payload))
                .containsExactly(new Fact.CounterReading(Measure.GOOD, false, 12_000));
    }

    @Test
    void shouldReadSeveralTagsOfOneMessage() {
        assertThat(
                        facts(
                                "_historian",
                                "{\"timestamp_ms\":1767225600000,\"state\":6,\"head\":{\"parts\":{\"good\":12}},\"notes\":\"x\"}"))
                .containsExactlyInAnyOrder(
                        new Fact.CounterReading(Measure.GOOD, false, 12_000),
                        new Fact.StateChanged(MachineState.EXECUTE, Mode.UNKNOWN, "6", ""));
    }

    @Test
    void shouldTakeTheOriginOfDataForNoMachine() {
        assertThat(MAPPER.map(
                                LOCATION + "/E588974/_historian/state",
                                "{\"timestamp_ms\":1767225600000,\"value\":6}".getBytes(UTF_8),
                                "",
                                GATEWAY_NS)
                        .events())
                .hasSize(1);
    }

    @Test
    void shouldPassOverTagsThatNobodySpokeOf() {
        final Mapped mapped = map("_historian", "{\"timestamp_ms\":1767225600000,\"temperature_c\":154.1}");

        assertThat(mapped.events()).isEmpty();
        assertThat(mapped.letter()).isNull();
    }

    @Test
    void shouldKeepWhatIsSpokenOfAndCannotBeRead() {
        assertThat(letter("_historian/state", "{\"timestamp_ms\":1702286893,\"value\":6}")
                        .detail())
                .contains("a time of the years 2000 to 2199");
        assertThat(letter("_historian/head/parts", "{\"timestamp_ms\":1767225600000,\"good\":-1}")
                        .reason())
                .isEqualTo(DeadLetter.Reason.IMPOSSIBLE_VALUE);
        assertThat(letter("_analytics/state/overwrite", "{\"state\":10000}").reason())
                .isEqualTo(DeadLetter.Reason.NOT_MAPPED);
    }

    @Test
    void shouldSubscribeWhatIsReadAndNoMasterData() {
        assertThat(Umh.analyticsTopics())
                .contains("umh/v1/+/+/+/+/+/_analytics/state/add", "umh/v1/+/+/+/+/+/+/_analytics/product/add")
                .noneMatch(topic -> topic.contains("create") || topic.contains("shift"));
        assertThat(Umh.tagTopics("_packaging")).contains("umh/v1/+/+/+/+/+/_packaging/#");
    }

    private static Event head(final String topic, final String payload) {
        return map(topic, payload).events().get(0);
    }

    private static DeadLetter letter(final String topic, final String payload) {
        return Objects.requireNonNull(map(topic, payload).letter());
    }

    private static Stream<Fact> facts(final String topic, final String payload) {
        final Mapped mapped = map(topic, payload);
        assertThat(mapped.letter()).isNull();
        return mapped.events().stream().map(Event::fact);
    }

    private static Mapped map(final String topic, final String payload) {
        return MAPPER.map(LOCATION + "/" + topic, payload.getBytes(UTF_8), "", GATEWAY_NS);
    }
}
