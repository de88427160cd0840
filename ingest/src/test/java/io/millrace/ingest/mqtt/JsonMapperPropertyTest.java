package io.millrace.ingest.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Transition;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.json.JsonLimits;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class JsonMapperPropertyTest {
    private static final String MACHINE = "acme/berlin/pack/line3/pack1";
    private static final long GATEWAY_NS = 1_767_225_600_000_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] SAMPLES = {
        "{\"id\":\"e1\",\"time\":\"2025-12-31T23:59:59.5Z\",\"measure\":\"good\",\"quantity\":12.5,\"order\":\"1001\"}",
        "[{\"id\":\"ä\",\"time\":1767225600000,\"measure\":\"scrap\",\"quantity\":1},{\"id\":\"b\"}]",
        "{\"transition\":\"STARTED\",\"order\":\"1\",\"time\":1767225600000,\"revision\":3,\"cancelled\":false}",
        "{\"state\":6,\"mode\":\"SETUP\",\"reason\":\"\\u00fc\\ud83d\\ude00\",\"value\":1e5,\"reset\":true}"
    };

    private final JsonMapper mapper = new JsonMapper("gw", "mes", Set.of(MACHINE), List.of(), JsonLimits.DEFAULT);

    @Property(tries = 2_000)
    void shouldAnswerWhateverTheBytesAre(@ForAll final JsonKind kind, @ForAll final byte[] payload) {
        assertAnswered(kind, payload);
    }

    @Property(tries = 5_000)
    void shouldAnswerWhateverHappensToAPayload(@ForAll final JsonKind kind, @ForAll final long seed) {
        final Random random = new Random(seed);
        byte[] payload = SAMPLES[random.nextInt(SAMPLES.length)].getBytes(UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            payload = mutated(payload, random);
        }
        assertAnswered(kind, payload);
    }

    @Property(tries = 2_000)
    void shouldGiveBackWhatWasWritten(
            @ForAll("facts") final Fact fact,
            @ForAll("texts") final String id,
            @ForAll @LongRange(min = 946_684_800_000_000_000L, max = 7_258_118_399_999_999_999L) final long timeNs)
            throws JsonProcessingException {
        final Instant time = Instant.ofEpochSecond(timeNs / 1_000_000_000, timeNs % 1_000_000_000);
        final ObjectNode json = JSON.createObjectNode().put("id", id).put("time", time.toString());

        final Mapped mapped = map(write(fact, json), JSON.writeValueAsBytes(json));

        final EventHead head =
                EventHead.of("gw", "mes", MACHINE, timeNs, GATEWAY_NS).withIds(id, "");
        assertThat(mapped.letter()).isNull();
        assertThat(mapped.events()).containsExactly(new Event(head, fact));
    }

    @Provide
    Arbitrary<String> texts() {
        // Whole code points only: half a character is a fault.
        return Arbitraries.integers()
                .between(0x20, 0x1_F600)
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20)
                .map(points -> points.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .filter(text -> !text.isBlank());
    }

    @Provide
    Arbitrary<Fact> facts() {
        final Arbitrary<Long> milli = Arbitraries.longs().between(0, Long.MAX_VALUE);
        return Arbitraries.oneOf(
                Combinators.combine(Arbitraries.of(Measure.class), milli, texts(), texts(), texts())
                        .as(Fact.CountReport::new),
                Combinators.combine(Arbitraries.of(Measure.class), Arbitraries.of(true, false), milli)
                        .as(Fact.CounterReading::new),
                Combinators.combine(milli, texts(), texts(), texts(), texts()).as(Fact.MaterialConsumed::new),
                Combinators.combine(
                                Arbitraries.of(Transition.class),
                                Arbitraries.of(true, false),
                                Arbitraries.integers().between(0, Fact.OrderContext.LAST_REVISION),
                                texts(),
                                texts())
                        .as(Fact.OrderContext::new));
    }

    private static JsonKind write(final Fact fact, final ObjectNode json) {
        if (fact instanceof Fact.CountReport count) {
            json.put("measure", count.measure().name().toLowerCase(Locale.ROOT));
            json.put("quantity", BigDecimal.valueOf(count.quantityMilli(), 3));
            json.put("order", count.order()).put("operation", count.operation()).put("reason", count.reason());
            return JsonKind.COUNT;
        }
        if (fact instanceof Fact.CounterReading counter) {
            json.put("measure", counter.measure().name().toLowerCase(Locale.ROOT));
            json.put("value", BigDecimal.valueOf(counter.valueMilli(), 3)).put("reset", counter.reset());
            return JsonKind.COUNTER;
        }
        if (fact instanceof Fact.OrderContext context) {
            json.put("transition", context.transition().name()).put("cancelled", context.cancelled());
            json.put("revision", context.revision());
            json.put("order", context.order()).put("operation", context.operation());
            return JsonKind.CONTEXT;
        }
        final Fact.MaterialConsumed consumed = (Fact.MaterialConsumed) fact;
        json.put("quantity", BigDecimal.valueOf(consumed.quantityMilli(), 3));
        json.put("material", consumed.material()).put("lot", consumed.lot());
        json.put("order", consumed.order()).put("operation", consumed.operation());
        return JsonKind.CONSUMPTION;
    }

    /** Cut, doubled or overwritten somewhere, with bytes that mean something to JSON. */
    private static byte[] mutated(final byte[] payload, final Random random) {
        if (payload.length < 2) {
            return payload;
        }
        final int from = random.nextInt(payload.length);
        final int to = from + random.nextInt(payload.length - from);
        final String text = new String(payload, UTF_8);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(payload, from);
            case 1 -> (text + text).getBytes(UTF_8);
            case 2 -> Arrays.copyOfRange(payload, from, to);
            default -> {
                final byte[] changed = payload.clone();
                changed[from] = (byte) "{}[],:\"0-e.\\tn\u0000\u00FF".charAt(random.nextInt(15));
                yield changed;
            }
        };
    }

    private void assertAnswered(final JsonKind kind, final byte[] payload) {
        final Mapped mapped = map(kind, payload);

        assertThat(mapped.letter() != null || !mapped.events().isEmpty()).isTrue();
        assertThat(map(kind, payload).events()).isEqualTo(mapped.events());
    }

    private Mapped map(final JsonKind kind, final byte[] payload) {
        return mapper.map("millrace/v1/" + MACHINE + "/" + kind.word(), payload, "", GATEWAY_NS);
    }
}
