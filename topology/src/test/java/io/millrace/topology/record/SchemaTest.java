package io.millrace.topology.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.OperationCounting;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.event.Transition;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.core.plant.Component;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.posting.Posting;
import io.millrace.topology.analytics.AnalyticsTopology;
import io.millrace.topology.fixture.Drive;
import io.millrace.topology.fixture.RandomShift;
import io.millrace.topology.fixture.Shift;
import io.millrace.topology.production.ProductionTopology;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the topologies really say, against what is published about it. */
class SchemaTest {
    private static final String PRESS_1 = "acme/berlin/press/line1/press1";
    private static final String PRESS_2 = "acme/berlin/press/line1/press2";
    private static final OperationKey FIRST = new OperationKey("1001", "0010");
    private static final OperationKey UNDEFINED = new OperationKey("1003", "0010");
    private static final String PRESS_3 = "acme/berlin/press/line2/press3";
    private static final OperationKey TIMED = new OperationKey("1002", "0010");
    /** {@link Shift} begins on Monday the 21st of September 2026 at 16:13:20 in Berlin. */
    private static final String CALENDAR =
            """
            shift early Mon 08:00-16:20 break 16:14-16:16
            shift late Mon 16:20-23:00
            """;

    private static final Topics TOPICS = Topics.embedded();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, List<TestRecord<String, byte[]>>> SAID = new TreeMap<>();
    /** Fields of what gateways and operators write to the same topic, and of machines that are parked. */
    private static final Map<String, Set<String>> SAID_ELSEWHERE = Map.of(
            "dead-letters",
            Set.of(
                    "order",
                    "lot",
                    "machine",
                    "gateway",
                    "class",
                    "id",
                    "status",
                    "decision",
                    "decision.actor",
                    "decision.reason",
                    "decision.time",
                    "decision.events",
                    "decision.left"));

    @BeforeAll
    static void produce() {
        try (Drive production = new Drive(t -> ProductionTopology.build(t, "production"), Topics::events);
                Drive analytics = new Drive(t -> AnalyticsTopology.build(t, "analytics"), Topics::stateIntervals)) {
            production.pipe("", Shift.machineDefined(PRESS_1), Shift.operationDefined(FIRST, 20_000, 4_000));
            for (final long seed : new long[] {1, 2, 3}) {
                new RandomShift(PRESS_1 + seed, seed, List.of(FIRST, UNDEFINED))
                        .events.forEach(event -> production.pipe(PRESS_1, event));
            }
            oddities(production);
            definePlant(production);
            plannedDay(production);
            answers(production);
            analytics.pipe(production, TOPICS.stateIntervals(), TOPICS.stops(), TOPICS.counts());
            SAID.putAll(production.said());
            SAID.putAll(analytics.said());
        }
    }

    private static void oddities(final Drive production) {
        final Shift press2 = new Shift(PRESS_2);
        production.pipe(
                PRESS_2,
                press2.made(10),
                press2.wentBack(5),
                press2.wentBack(4),
                press2.skipOne().made(1));
        production.pipe(PRESS_2, press2.said(new Fact.SourceGap(Shift.START_NS, press2.nowNs(), "reconnected")));
        production.pipe(PRESS_2, press2.state(MachineState.HELD, "JAM"), press2.state(MachineState.EXECUTE, ""));
        // The same state said to have begun earlier: the interval that began later is withdrawn.
        final long earlierNs = press2.nowNs() - Shift.SECOND_NS - 1;
        production.pipe(
                PRESS_2,
                press2.said(new Fact.StateChanged(MachineState.HELD, Mode.PRODUCTION, "11", "JAM"), earlierNs));
        production.pipe(PRESS_2, press2.tick(), "no event".getBytes(StandardCharsets.UTF_8));
    }

    /** A machine with a calendar, a profile of its own and an operation of which everything is wanted. */
    private static void definePlant(final Drive production) {
        production.pipe(
                "",
                Shift.definition(new Fact.MachineDefined(
                        0,
                        Authority.COUNTER,
                        0,
                        0,
                        0,
                        0,
                        60 * Shift.SECOND_NS,
                        0,
                        30 * Shift.SECOND_NS,
                        false,
                        PRESS_3,
                        "Europe/Berlin",
                        "ours")),
                Shift.definition(new Fact.ProfileDefined(0, "ours", "base packml\nmode MAINTENANCE planned")),
                Shift.definition(new Fact.ReasonDefined(0, ReasonCategory.FAILURE, "JAM", "material jammed")),
                Shift.definition(new Fact.CalendarDefined(0, PRESS_3, "Europe/Berlin", CALENDAR)),
                Shift.definition(new Fact.OperationDefined(
                        0,
                        10_000,
                        30 * Shift.SECOND_NS,
                        new ConfirmationPolicy(
                                0,
                                0,
                                true,
                                true,
                                true,
                                false,
                                ConfirmationPolicy.AS_THE_MACHINE,
                                CorrectionPolicy.REVERSAL),
                        OperationCounting.PLAIN,
                        TIMED.order(),
                        TIMED.operation(),
                        "FG-2",
                        "PCE",
                        Component.text(List.of(new Component("STEEL", "KG", 500_000))))));
    }

    /** Runs from seven minutes before the shifts change until after it, past a break, and leaves everything open. */
    private static void plannedDay(final Drive production) {
        final Shift press3 = new Shift(PRESS_3);
        final OperationKey next = new OperationKey("1004", "0010");
        production.pipe(
                PRESS_3,
                press3.made(0),
                press3.state(MachineState.EXECUTE, ""),
                press3.started(TIMED),
                press3.said(new Fact.MaterialConsumed(50_000, "STEEL", "L-7", "", "")),
                press3.tick(),
                press3.made(4),
                press3.said(new Fact.CountReport(Measure.GOOD, 5_000, TIMED.order(), TIMED.operation(), "")),
                press3.said(new Fact.LabourRecorded(20 * Shift.SECOND_NS, "ada", "MACHINE", "", "")),
                press3.state(MachineState.HELD, "JAM"),
                press3.passSeconds(60).tick(),
                press3.passSeconds(60).state(MachineState.EXECUTE, ""),
                press3.state(MachineState.HELD, ""),
                press3.state(MachineState.EXECUTE, ""),
                press3.passSeconds(100).tick(),
                press3.passSeconds(100).tick(),
                press3.passSeconds(100).tick(),
                press3.made(2),
                press3.said(new Fact.ScrapDeclared(3_000, "DENT", TIMED.order(), TIMED.operation())),
                press3.tick());
        final Confirmation refused = production.confirmations().stream()
                .filter(each -> each.machine().equals(PRESS_3))
                .reduce((first, second) -> second)
                .orElseThrow();
        production.pipe(
                PRESS_3,
                press3.decided(DecisionType.CONFIRMATION_RETURNED, refused.id().toString()),
                press3.tick());
        doubts(production, press3, next);
    }

    private static void doubts(final Drive production, final Shift press3, final OperationKey next) {
        production.pipe(PRESS_3, press3.passSeconds(100).started(next));
        final long startedNs = press3.nowNs();
        production.pipe(
                PRESS_3, press3.made(3), press3.cancelled(Transition.STARTED, next, startedNs), press3.started(next));
        backwards(production, press3, 6, DecisionType.QUARANTINE_ACCEPTED);
        backwards(production, press3, 8, DecisionType.QUARANTINE_REJECTED);
        production.pipe(PRESS_3, press3.made(0), press3.wentBack(4), press3.wentBack(3));
        final Fact explanation = new Fact.CounterReading(Measure.GOOD, true, 0);
        production.pipe(PRESS_3, press3.said(explanation, press3.nowNs() - 3 * Shift.SECOND_NS / 2));
        production.pipe(PRESS_3, press3.settleRequested(), press3.tick());
        laterReason(production, press3);
    }

    /** Figures of a shift that is over are restated. */
    private static void laterReason(final Drive production, final Shift press3) {
        final long jammedNs = production.values(TOPICS.stops(), Json::stop).stream()
                .filter(stop -> stop.machine().equals(PRESS_3) && stop.reason().equals("JAM"))
                .findFirst()
                .orElseThrow()
                .fromNs();
        production.pipe(
                PRESS_3,
                press3.said(new Fact.ReasonAssigned(jammedNs, "NO-MATERIAL", "ada")),
                press3.passSeconds(100).tick(),
                press3.passSeconds(100).tick());
    }

    /** The counter is so many units back, counts one, and somebody decides. */
    private static void backwards(
            final Drive production, final Shift press, final long units, final DecisionType verdict) {
        production.pipe(press.machine, press.wentBack(units), press.wentBack(units - 1));
        final List<Quarantined> doubts = production.values(TOPICS.quarantine(), Json::quarantined);
        production.pipe(
                press.machine,
                press.decided(verdict, doubts.get(doubts.size() - 1).id()));
    }

    @AfterAll
    static void forget() {
        SAID.clear();
    }

    static List<String> publicTopics() {
        return Topics.PUBLIC;
    }

    static List<String> describedTopics() {
        return Stream.concat(Topics.PUBLIC.stream(), Topics.ANSWERS.stream()).toList();
    }

    /** Refuses every other confirmation, is in doubt of the rest and posts some; the answers themselves are described too. */
    private static void answers(final Drive production) {
        final List<TestRecord<String, byte[]>> written = new ArrayList<>();
        final List<Confirmation> confirmations = List.copyOf(production.confirmations());
        for (int i = 0; i < confirmations.size(); i++) {
            final Confirmation each = confirmations.get(i);
            final Posting.Status status = i % 2 == 0 ? Posting.Status.REJECTED : Posting.Status.IN_DOUBT;
            final List<Posting> postings = new ArrayList<>();
            postings.add(new Posting(each.id(), status, 1, "4711", "period closed", each.triggerGatewayNs()));
            if (i % 3 == 1) {
                postings.add(new Posting(each.id(), Posting.Status.POSTED, 0, "4712", "", each.triggerGatewayNs() + 1));
            }
            for (final Posting posting : postings) {
                production.pipeTo(TOPICS.postings(), each.operation().text(), Json.write(posting));
                written.add(new TestRecord<>(each.operation().text(), Json.write(posting)));
            }
        }
        SAID.put(TOPICS.postings(), written);
    }

    @ParameterizedTest
    @MethodSource("describedTopics")
    void shouldSayOnlyWhatItsSchemaAllows(final String topic) {
        final JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Schemas.json(topic));

        assertThat(SAID.keySet()).contains(TOPICS.named(topic));
        for (final TestRecord<String, byte[]> record : SAID.get(TOPICS.named(topic))) {
            final String json = new String(record.value(), StandardCharsets.UTF_8);
            final Set<ValidationMessage> faults =
                    schema.validate(json, InputFormat.JSON, context -> context.getExecutionConfig()
                            .setFormatAssertionsEnabled(true));
            assertThat(faults).as(json).isEmpty();
        }
    }

    /** A schema that left out a field would pass everything: each field that is really said must be described. */
    @ParameterizedTest
    @MethodSource("describedTopics")
    void shouldDescribeEachFieldThatIsSaid(final String topic) throws IOException {
        final JsonNode schema = MAPPER.readTree(Schemas.json(topic));
        assertThat(described(schema, schema)).containsAll(said(topic));
    }

    /** What is never said here was never held against its schema. */
    @ParameterizedTest
    @MethodSource("describedTopics")
    void shouldSayEachFieldThatIsDescribed(final String topic) throws IOException {
        final JsonNode schema = MAPPER.readTree(Schemas.json(topic));
        final Set<String> neverSaid = described(schema, schema);
        neverSaid.removeAll(said(topic));
        assertThat(neverSaid).isEqualTo(SAID_ELSEWHERE.getOrDefault(topic, Set.of()));
    }

    /** The days above must hold what they are meant to: else the other tests would be about less than they seem. */
    @ParameterizedTest
    @CsvSource({
        "state-intervals, element, PLANNED",
        "state-intervals, profile, ours",
        "state-intervals, break, true",
        "state-intervals, scheduled, true",
        "state-intervals, open, true",
        "state-intervals, withdrawn, true",
        "state-intervals, because, late",
        "stops, category, FAILURE",
        "stops, micro, true",
        "counts, runtimePerUnit, 30",
        "undecided, withdrawn, false",
        "undecided, withdrawn, true",
        "confirmations, trigger, SHIFT_END",
        "confirmations, kind, REVERSAL",
        "quarantine, status, OPEN",
        "quarantine, status, ACCEPTED",
        "quarantine, status, REJECTED",
        "quarantine, status, RESOLVED",
        "consumption, backflushed, true",
        "consumption, backflushed, false",
    })
    void shouldHaveSeen(final String topic, final String field, final String value) throws IOException {
        final Set<String> values = new TreeSet<>();
        for (final TestRecord<String, byte[]> record : SAID.get(TOPICS.named(topic))) {
            values.add(MAPPER.readTree(record.value()).path(field).asText());
        }
        assertThat(values).contains(value);
    }

    static List<Arguments> words() {
        return List.of(
                words("state-intervals", "state", MachineState.values()),
                words("state-intervals", "mode", Mode.values()),
                words("state-intervals", "element", TimeElement.values()),
                words("stops", "state", MachineState.values()),
                words("stops", "mode", Mode.values()),
                words("stops", "element", TimeElement.values()),
                words("stops", "category", ReasonCategory.values()),
                words("confirmations", "kind", Confirmation.Kind.values()),
                words("confirmations", "trigger", Confirmation.Trigger.values()),
                words("quarantine", "reason", Quarantined.Reason.values()),
                words("quarantine", "status", Quarantined.Status.values()),
                words("postings", "status", Posting.Status.values()));
    }

    private static Arguments words(final String topic, final String field, final Enum<?>[] words) {
        return Arguments.of(topic, field, Arrays.stream(words).map(Enum::name).toList());
    }

    @ParameterizedTest
    @MethodSource("words")
    void shouldAllowEachWordThatCanBeSaid(final String topic, final String field, final List<String> words)
            throws IOException {
        final List<String> allowed = new ArrayList<>();
        MAPPER.readTree(Schemas.json(topic))
                .at("/properties/" + field + "/enum")
                .forEach(word -> allowed.add(word.asText()));
        assertThat(allowed).containsExactlyInAnyOrderElementsOf(words);
    }

    @ParameterizedTest
    @MethodSource("publicTopics")
    void shouldCarryCloudEventHeaders(final String topic) {
        for (final TestRecord<String, byte[]> record : SAID.get(TOPICS.named(topic))) {
            final Map<String, String> headers = new TreeMap<>();
            for (final Header header : record.headers()) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
            assertThat(headers)
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("content-type", "application/json")
                    .containsEntry("ce_subject", record.key())
                    .containsKeys("ce_id", "ce_source", "ce_type", "ce_time");
        }
    }

    @Test
    void shouldListEachPublicTopicInTheAsyncApiDocumentWithItsSchemaAndType() throws IOException {
        final JsonNode document = new YAMLMapper().readTree(Schemas.asyncApi());
        final Set<String> addresses = new TreeSet<>();
        document.get("channels")
                .forEach(channel -> addresses.add(channel.get("address").asText()));
        final Set<String> payloads = new TreeSet<>();
        final Set<String> types = new TreeSet<>();
        document.get("components").get("messages").forEach(message -> {
            payloads.add(message.get("payload").get("$ref").asText());
            types.add(message.get("name").asText());
        });

        assertThat(addresses)
                .containsExactlyInAnyOrderElementsOf(
                        describedTopics().stream().map(TOPICS::named).toList());
        assertThat(payloads)
                .containsExactlyInAnyOrderElementsOf(describedTopics().stream()
                        .map(each -> "./" + each + ".json")
                        .toList());
        final Set<String> said = new TreeSet<>();
        publicTopics().forEach(topic -> SAID.get(TOPICS.named(topic))
                .forEach(record -> said.add(
                        new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8))));
        said.add(RecordType.POSTING.text());
        assertThat(types).isEqualTo(said);
    }

    /** Names of all fields of a topic's values, those of objects inside as {@code shift.name}. */
    private static Set<String> said(final String topic) throws IOException {
        final Set<String> said = new TreeSet<>();
        for (final TestRecord<String, byte[]> record : SAID.get(TOPICS.named(topic))) {
            fields("", MAPPER.readTree(record.value()), said);
        }
        return said;
    }

    private static void fields(final String path, final JsonNode value, final Set<String> into) {
        value.properties().forEach(field -> {
            into.add(path + field.getKey());
            fields(path + field.getKey() + ".", field.getValue(), into);
        });
        if (value.isArray()) {
            value.forEach(each -> fields(path, each, into));
        }
    }

    private static Set<String> described(final JsonNode root, final JsonNode schema) {
        final Set<String> described = new TreeSet<>();
        schema.path("properties").properties().forEach(field -> {
            described.add(field.getKey());
            final JsonNode value = referred(root, field.getValue());
            final JsonNode inner = value.has("items") ? referred(root, value.get("items")) : value;
            described(root, inner).forEach(name -> described.add(field.getKey() + "." + name));
        });
        return described;
    }

    private static JsonNode referred(final JsonNode root, final JsonNode schema) {
        return schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
    }
}
