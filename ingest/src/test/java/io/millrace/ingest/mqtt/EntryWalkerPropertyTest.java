package io.millrace.ingest.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.json.EntryWalker;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.json.JsonLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;

/** What the walker reads is what the reader makes of it; what it does not read it leaves alone. */
class EntryWalkerPropertyTest {
    private static final String MACHINE = "acme/berlin/pack/line3/pack1";
    private static final long GATEWAY_NS = 1_767_225_600_123_456_789L;
    private static final JsonLimits LIMITS = new JsonLimits(4_096, 4, 10, 60);
    private static final String[] TEXTS = {
        "",
        " ",
        "1001",
        "E 1",
        " x",
        "x ",
        "größe",
        "ß",
        "\u2003",
        "\u00a0",
        "工場",
        "🏭",
        "a\u007fb",
        "R\\u0031",
        "x\\\"y",
        "\\ud800"
    };
    private static final String[] NUMBERS = {
        "0",
        "6",
        "12",
        "12.5",
        "0.0005",
        "0.00049",
        "-1",
        "-0",
        "-0.0",
        "-12.75",
        "0.1",
        "-1234567.125",
        "00.5",
        "1e3",
        "01",
        "1.",
        "999999999999999",
        "9999999999999999",
        "9223372036854775.807",
        "9223372036854775807",
        "123.4565",
        "1234567.12345678",
        "true",
        "null",
        "\"7\"",
        "[1]",
        "{}"
    };
    private static final String[] TIMES = {
        "1767225600000",
        "1767225600000.0",
        "946684799999",
        "946684800000",
        "7258118399999",
        "7258118400000",
        "17e11",
        "\"2025-12-31T23:59:59.5Z\"",
        "\"2025-12-31T23:59:59.123456789+01:00\"",
        "\"2024-02-29T00:00:00-05:30\"",
        "\"2025-02-29T00:00:00Z\"",
        "\"2025-12-31T23:59Z\"",
        "\"2025-12-31T24:00:00Z\"",
        "\"2025-12-31t23:59:59z\"",
        "\"2025-12-31T23:59:59.Z\"",
        "\"2025-12-31T23:59:60Z\"",
        "\"2025-12-31T23:59:59.1234567890Z\"",
        "\"1999-12-31T23:59:59Z\"",
        "\"2200-01-01T00:00:00Z\"",
        "\"2199-12-31T23:59:59.999999999Z\"",
        "\"2025-12-31T23:59:59+18:00\"",
        "\"2025-12-31T23:59:59-00:00\"",
        "\"2025-12-31T23:59:59+01:00:01\"",
        "\"yesterday\"",
        "true",
        "null"
    };
    private static int read;
    private static int left;

    private final JsonMapper mapper = new JsonMapper("gw", "mes", Set.of(MACHINE), List.of(), LIMITS);

    @Property(tries = 3_000)
    void shouldReadWhatTheReaderReads(@ForAll final JsonKind kind, @ForAll final long seed) {
        final Random random = new Random(seed);
        final EntryWalker walker = mapper.walker();
        final String topic =
                "millrace/v1/" + (random.nextInt(20) == 0 ? "no/such/machine/a/b" : MACHINE) + "/" + kind.word();
        final String correlationId = List.of("", "tp", "ä", "x".repeat(257)).get(random.nextInt(4));
        final Sender sender = new Sender(kind, random);
        for (int i = 0; i < 20; i++) {
            byte[] payload = sender.next();
            if (random.nextInt(8) == 0) {
                payload = mutated(payload, random);
            }
            compare(walker, topic, payload, correlationId);
        }
    }

    private void compare(
            final EntryWalker walker, final String topic, final byte[] payload, final String correlationId) {
        if (compare(mapper, walker, topic, payload, correlationId)) {
            read++;
        } else {
            left++;
        }
    }

    /** @return true if the walker has read it */
    static boolean compare(
            final JsonMapper mapper,
            final EntryWalker walker,
            final String topic,
            final byte[] payload,
            final String correlationId) {
        final Mapped expected = mapper.map(topic, payload, correlationId, GATEWAY_NS);
        if (walker.tryRead(topic, payload, correlationId, GATEWAY_NS)) {
            assertThat(expected.letter()).as(() -> new String(payload, UTF_8)).isNull();
            assertThat(walker.events()).as(() -> new String(payload, UTF_8)).isEqualTo(expected.events());
            return true;
        }
        if (expected.letter() == null && expected.events().size() == 1) {
            walker.learn(topic, payload);
        }
        return false;
    }

    /** Otherwise nothing would have been compared. */
    @AfterContainer
    static void shouldHaveReadAndLeft() {
        assertThat(read).isGreaterThan(3_000);
        assertThat(left).isGreaterThan(3_000);
    }

    @Test
    void shouldLearnAShapeFromOneMessageAndReadTheNext() {
        final EntryWalker walker = mapper.walker();
        final String topic = "millrace/v1/" + MACHINE + "/counter";
        final byte[] first =
                "{\"time\":1767225600000, \"measure\":\"good\", \"value\":12.5, \"shift\":\"früh\"}\n".getBytes(UTF_8);
        final byte[] second =
                "{\"time\":\"2026-01-01T00:00:01Z\", \"measure\":\"Scrap\", \"value\":13, \"shift\":null}\n"
                        .getBytes(UTF_8);
        assertThat(walker.tryRead(topic, second, "", GATEWAY_NS)).isFalse();
        walker.learn(topic, first);
        assertThat(walker.tryRead(topic, second, "", GATEWAY_NS)).isTrue();
        assertThat(walker.events())
                .isEqualTo(mapper.map(topic, second, "", GATEWAY_NS).events());
    }

    @Test
    void shouldReadNothingOfAMachineThatIsNotKnownAnyMore() {
        final Set<String> machines = new HashSet<>(Set.of(MACHINE));
        final EntryWalker walker = new JsonMapper("gw", "mes", machines, List.of(), LIMITS).walker();
        final String topic = "millrace/v1/" + MACHINE + "/counter";
        final byte[] payload = "{\"time\":1767225600000,\"measure\":\"good\",\"value\":1}".getBytes(UTF_8);
        walker.tryRead(topic, payload, "", GATEWAY_NS);
        walker.learn(topic, payload);
        assertThat(walker.tryRead(topic, payload, "", GATEWAY_NS)).isTrue();
        machines.clear();
        assertThat(walker.tryRead(topic, payload, "", GATEWAY_NS)).isFalse();
    }

    @Test
    void shouldKeepSeveralShapesOfOneTopic() {
        final EntryWalker walker = mapper.walker();
        final String topic = "millrace/v1/" + MACHINE + "/state";
        final List<byte[]> shapes = List.of(
                "{\"time\":1767225600000,\"state\":6}".getBytes(UTF_8),
                "{\"time\":1767225600000,\"state\":6,\"reason\":\"R1\"}".getBytes(UTF_8),
                "{\"state\":\"HELD\",\"time\":1767225600000}".getBytes(UTF_8));
        shapes.forEach(each -> compare(walker, topic, each, ""));
        for (int i = 0; i < 6; i++) {
            assertThat(walker.tryRead(topic, shapes.get(i % 3), "", GATEWAY_NS)).isTrue();
        }
    }

    private static byte[] mutated(final byte[] payload, final Random random) {
        final byte[] mutated = Arrays.copyOf(payload, payload.length - random.nextInt(2));
        final int at = random.nextInt(mutated.length);
        mutated[at] = (byte) (random.nextBoolean() ? random.nextInt() : "{}[],:\" \\0\t".charAt(random.nextInt(11)));
        return mutated;
    }

    /** Writes the same fields in the same order each time, mostly, and now and then others. */
    private static final class Sender {
        private final JsonKind kind;
        private final Random random;
        private final boolean isOdd;
        private List<String> names = List.of();

        Sender(final JsonKind kind, final Random random) {
            this.kind = kind;
            this.random = random;
            this.isOdd = random.nextInt(3) == 0;
        }

        byte[] next() {
            if (names.isEmpty() || random.nextInt(10) == 0) {
                names = names();
            }
            final String blank = isOdd && random.nextInt(5) == 0 ? " " : "";
            final StringBuilder json = new StringBuilder("{").append(blank);
            for (final String name : names) {
                json.append(json.length() > 2 ? "," : "")
                        .append('"')
                        .append(name)
                        .append("\":")
                        .append(blank);
                json.append(value(name));
            }
            return json.append('}').append(blank).toString().getBytes(UTF_8);
        }

        private List<String> names() {
            final List<String> names = new ArrayList<>(List.of("id", "time"));
            names.addAll(
                    switch (kind) {
                        case STATE -> List.of("state", "mode", "reason");
                        case COUNTER -> List.of("measure", "value", "reset");
                        case COUNT -> List.of("measure", "quantity", "order", "operation", "reason");
                        case CONTEXT -> List.of("transition", "order", "operation", "cancelled", "revision");
                        case CONSUMPTION -> List.of("quantity", "material", "lot", "order", "operation");
                        case VALUE -> List.of("name", "value", "unit");
                        default -> List.of("quantity", "lot");
                    });
            if (random.nextBoolean()) {
                names.add("traceparent");
                names.add("shift");
            }
            if (random.nextBoolean()) {
                names.remove(random.nextInt(names.size()));
            }
            if (random.nextInt(4) == 0) {
                Collections.shuffle(names, random);
            }
            return names;
        }

        private String value(final String name) {
            if (isOdd && random.nextInt(6) == 0) {
                return any();
            }
            return switch (name) {
                case "time" ->
                    isOdd ? TIMES[random.nextInt(TIMES.length)] : Long.toString(1_767_225_600_000L + random.nextInt());
                case "value", "quantity" ->
                    isOdd ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextInt(9_999) / 8.0 + "";
                case "state" ->
                    List.of("6", "\"EXECUTE\"", "\"held\"", "\"11\"", "\" HELD\"", "\"odd\"")
                            .get(random.nextInt(6));
                case "mode" ->
                    List.of("\"\"", "\"production\"", "\"SETUP\"", "null").get(random.nextInt(4));
                case "measure" -> List.of("\"good\"", "\"SCRAP\"", "\"Rework\"").get(random.nextInt(3));
                case "transition" ->
                    List.of("\"started\"", "\"COMPLETED\"", "\"paused\"").get(random.nextInt(3));
                case "reset", "cancelled" -> List.of("true", "false", "null").get(random.nextInt(3));
                case "revision" -> Integer.toString(random.nextInt(70_000));
                default -> text();
            };
        }

        private String any() {
            return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : text();
        }

        private String text() {
            final int length = random.nextInt(isOdd ? 70 : 40);
            return '"'
                    + (isOdd ? TEXTS[random.nextInt(TEXTS.length)] : "T")
                    + "y".repeat(Math.max(0, length - 10))
                    + '"';
        }
    }
}
