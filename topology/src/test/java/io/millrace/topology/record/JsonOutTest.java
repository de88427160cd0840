package io.millrace.topology.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is written by hand is what Jackson writes. */
class JsonOutTest {
    private static final JsonFactory JACKSON = new JsonFactory();

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static String jackson(final Writing writing) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JACKSON.createGenerator(bytes)) {
            json.writeStartObject();
            writing.to(json);
            json.writeEndObject();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String text(final JsonOut out) {
        return new String(out.done(), StandardCharsets.UTF_8);
    }

    @Property
    void shouldWriteTextsAndNumbersAsJacksonDoes(
            @ForAll final Random random, @ForAll final long number, @ForAll final byte[] binary) throws IOException {
        final String text = anyText(random);
        final JsonOut out = new JsonOut()
                .text(text, text + "x")
                .number("n", number)
                .number("small", number % 1_000)
                .flag("yes", true)
                .texts("none", List.of())
                .texts("texts", List.of(text, "", text))
                .binary("binary", binary)
                .open("open")
                .flag("no", false)
                .close()
                .objects("objects", List.of(text, "b"), (json, each) -> json.text("a", each + each + "x"));

        assertThat(text(out)).isEqualTo(jackson(json -> {
            json.writeStringField(text, text + "x");
            json.writeNumberField("n", number);
            json.writeNumberField("small", number % 1_000);
            json.writeBooleanField("yes", true);
            json.writeArrayFieldStart("none");
            json.writeEndArray();
            json.writeArrayFieldStart("texts");
            for (final String each : List.of(text, "", text)) {
                json.writeString(each);
            }
            json.writeEndArray();
            json.writeBinaryField("binary", binary);
            json.writeObjectFieldStart("open");
            json.writeBooleanField("no", false);
            json.writeEndObject();
            json.writeArrayFieldStart("objects");
            for (final String each : List.of(text, "b")) {
                json.writeStartObject();
                json.writeStringField("a", each + each + "x");
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    /** Control characters, quotation marks, Latin, Chinese, beyond the first plane and halves of it; up to some thousand characters. */
    private static String anyText(final Random random) {
        final StringBuilder text = new StringBuilder();
        final int length = random.nextInt(10) == 0 ? 3_000 : random.nextInt(30);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(7)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 -> text.append("\"\\/{}[],:\u007f".charAt(random.nextInt(10)));
                case 2 -> text.append((char) (0x80 + random.nextInt(0x800)));
                case 3 -> text.append((char) (0x2000 + random.nextInt(0x7000)));
                case 4 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
                case 5 -> text.append((char) (0xD800 + random.nextInt(0x800)));
                default -> text.append((char) (' ' + random.nextInt(95)));
            }
        }
        return text.toString();
    }

    @Property
    void shouldRoundRatiosAsTheirDecimalsSay(@ForAll final Random random, @ForAll final double any) {
        final double[] values = {
            any,
            random.nextDouble(),
            random.nextLong(2_000_000) / 2e6,
            random.nextLong(2_000_000) / 2e6 + 5e-7,
            -random.nextInt(2_000_000) / 2e9,
            random.nextLong(1L << 40) / 1e3,
            random.nextInt(1_000) / (1.0 + random.nextInt(1_000)),
            1e6,
            0,
            -0.0
        };
        for (final double value : values) {
            final BigDecimal rounded = BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN);
            final String expected =
                    rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
            assertThat(text(new JsonOut().ratio("r", Double.valueOf(value)))).isEqualTo("{\"r\":" + expected + "}");
        }
    }
}
