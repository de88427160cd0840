package io.millrace.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.Mode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is read eight bytes at once is what others read, wherever it stands; and what they refuse is not taken. */
class ValueScanPropertyTest {
    private static final int MAX_CHARS = 40;
    private static final ObjectMapper JACKSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final ValueScan scan = new ValueScan(MAX_CHARS);
    private final IsoTime isoTime = new IsoTime();
    private int taken;

    @Property(tries = 20)
    void shouldTakeNumbersAsJacksonDoes(@ForAll final long seed) throws JsonProcessingException {
        final SplittableRandom random = new SplittableRandom(seed);
        taken = 0;
        for (int i = 0; i < 2_000; i++) {
            final StringBuilder number = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
            for (int length = random.nextInt(21); length >= 0; length--) {
                number.append(
                        random.nextInt(12) == 0
                                ? "0.eE-+/:".charAt(random.nextInt(8))
                                : (char) ('0' + random.nextInt(10)));
            }
            compareNumber(number.toString(), random);
        }
        assertThat(taken).isGreaterThan(200);
    }

    private void compareNumber(final String number, final SplittableRandom random) throws JsonProcessingException {
        final byte[] bytes = framed(number, random);
        final int at = new String(bytes, StandardCharsets.UTF_8).indexOf(number);
        if (!scan.tryScan(bytes, at) || scan.end() != at + number.length()) {
            return;
        }
        taken++;
        final BigDecimal expected = JACKSON.readTree("[" + number + "]").get(0).decimalValue();
        final BigDecimal read = BigDecimal.valueOf(scan.digits(), scan.scale());
        assertThat(scan.form() == ValueScan.NEGATIVE ? read.negate() : read).isEqualByComparingTo(expected);
    }

    @Property(tries = 20)
    void shouldTakeTextsAsJacksonDoes(@ForAll final long seed) throws JsonProcessingException {
        final SplittableRandom random = new SplittableRandom(seed);
        taken = 0;
        for (int i = 0; i < 2_000; i++) {
            final StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(MAX_CHARS); length > 0; length--) {
                text.append((char) (random.nextInt(40) == 0 ? random.nextInt(0x100) : ' ' + random.nextInt(0x60)));
            }
            compareText('"' + text.toString().replace('"', random.nextInt(9) == 0 ? '"' : '!') + '"', random);
        }
        assertThat(taken).isGreaterThan(200);
    }

    private void compareText(final String text, final SplittableRandom random) throws JsonProcessingException {
        final byte[] bytes = framed(text, random);
        final int at = new String(bytes, StandardCharsets.UTF_8).indexOf(text);
        if (!scan.tryScan(bytes, at)) {
            return;
        }
        taken++;
        final String whole = new String(bytes, at, scan.end() - at, StandardCharsets.UTF_8);
        final JsonNode expected = JACKSON.readTree("[" + whole + "]").get(0);
        assertThat(new String(bytes, scan.start(), scan.length(), StandardCharsets.UTF_8))
                .isEqualTo(expected.textValue());
        assertThat(text.indexOf('\\', 1)).satisfiesAnyOf(i -> assertThat(i).isNegative(), i -> assertThat(i)
                .isGreaterThanOrEqualTo(whole.length()));
    }

    /** Near the end, and near the beginning. */
    private static byte[] framed(final String value, final SplittableRandom random) {
        return ("[" + " ".repeat(7 + random.nextInt(3)) + value + ",]".repeat(random.nextInt(6)))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Property(tries = 20)
    void shouldReadTimesAsTheJdkDoes(@ForAll final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        taken = 0;
        for (int i = 0; i < 2_000; i++) {
            final Instant time = Instant.ofEpochMilli(1_790_000_000_000L + random.nextInt(200_000_000));
            final StringBuilder text = new StringBuilder(time.toString());
            if (random.nextInt(3) == 0) {
                text.replace(text.length() - 1, text.length(), random.nextBoolean() ? "+02:00" : "000Z");
            }
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                text.setCharAt(random.nextInt(text.length()), "0123456789:-.TZ/\u00e4".charAt(random.nextInt(17)));
            }
            compareTime(text.toString());
        }
        assertThat(taken).isGreaterThan(800);
    }

    private void compareTime(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final long ns = isoTime.parse(bytes, 0, bytes.length);
        if (ns == IsoTime.NONE) {
            return;
        }
        taken++;
        try {
            final Instant expected = OffsetDateTime.parse(text).toInstant();
            assertThat(ns).as(text).isEqualTo(expected.getEpochSecond() * 1_000_000_000L + expected.getNano());
        } catch (final DateTimeException refused) {
            throw new AssertionError(text + " is no time for the JDK: " + refused.getMessage());
        }
    }

    @Test
    void shouldTakeEveryUsualTime() {
        for (final String text :
                new String[] {"2026-09-21T23:59:59.999Z", "2028-02-29T00:00:00Z", "2026-09-21T01:02:03+02:00"}) {
            taken = 0;
            compareTime(text);
            assertThat(taken).as(text).isOne();
        }
    }

    @Test
    void shouldFindAConstantByItsLettersAlone() {
        final Constants<Mode> modes = new Constants<>(Mode.values());
        for (final Mode mode : Mode.values()) {
            for (final String name : new String[] {mode.name(), mode.name().toLowerCase(Locale.ROOT)}) {
                final byte[] bytes = ("        " + name).getBytes(StandardCharsets.US_ASCII);
                assertThat(modes.find(bytes, 8, name.length())).isEqualTo(mode);
                assertThat(modes.find(bytes, 7, name.length() + 1)).isNull();
                assertThat(modes.find(bytes, 8, name.length() - 1)).isNull();
                for (int at = 8; at < bytes.length; at++) {
                    for (int b = Byte.MIN_VALUE; b <= Byte.MAX_VALUE; b++) {
                        final byte[] changed = bytes.clone();
                        changed[at] = (byte) b;
                        final boolean isSame = (b & 0xdf) == (bytes[at] & 0xdf) && b > 0;
                        assertThat(modes.find(changed, 8, name.length()) == mode)
                                .isEqualTo(isSame);
                    }
                }
            }
        }
        final String odd = Arrays.stream(Mode.values()).map(Enum::name).collect(Collectors.joining());
        assertThat(modes.find(odd.getBytes(StandardCharsets.US_ASCII), 0, odd.length()))
                .isNull();
    }
}
