package io.millrace.ingest.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** What is read from bytes and binary numbers is what the JDK's texts and decimals say. */
class SignalBytesPropertyTest {
    private static final byte[] PARTS = {0, 'a', '~', -128, -65, -64, -62, -33, -32, -19, -96, -17, -16, -12, -112, -1};

    @Property(tries = 20_000)
    void shouldTakeForUtf8WhatTheJdkTakes(
            @ForAll @Size(max = 24) final List<@IntRange(max = 15) Integer> parts,
            @ForAll @IntRange(max = 9) final int before) {
        final byte[] bytes = new byte[before + parts.size() + 3];
        for (int i = 0; i < parts.size(); i++) {
            bytes[before + i] = PARTS[parts.get(i)];
        }
        assertThat(Utf8.isValid(bytes, before, parts.size())).isEqualTo(isUtf8(bytes, before, parts.size()));
    }

    @Property
    void shouldTakeEveryTextForUtf8(@ForAll final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.isValid(bytes, 0, bytes.length)).isTrue();
    }

    private static boolean isUtf8(final byte[] bytes, final int offset, final int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            return true;
        } catch (final CharacterCodingException notUtf8) {
            return false;
        }
    }

    @Property(tries = 20_000)
    void shouldRoundADoubleAsItsDecimal(@ForAll final double any, @ForAll @DoubleRange(max = 1e7) final double usual) {
        assertThat(Milli.of(any)).isEqualTo(milli(Double.toString(any)));
        assertThat(Milli.of(usual)).isEqualTo(milli(Double.toString(usual)));
        assertThat(Milli.of(-usual)).isEqualTo(milli(Double.toString(-usual)));
    }

    /** The middle between two thousandths is where binary and decimal may differ. */
    @Property(tries = 20_000)
    void shouldRoundHalfThousandthsUp(
            @ForAll @LongRange(max = 100_000_000_000L) final long milli,
            @ForAll @IntRange(min = -3, max = 3) final int steps) {
        double value = (milli + 0.5) / 1_000;
        float single = (float) value;
        for (int i = 0; i < Math.abs(steps); i++) {
            value = steps < 0 ? Math.nextDown(value) : Math.nextUp(value);
            single = steps < 0 ? Math.nextDown(single) : Math.nextUp(single);
        }
        assertThat(Milli.of(value)).isEqualTo(milli(Double.toString(value)));
        assertThat(Milli.of(single)).isEqualTo(milli(Float.toString(single)));
    }

    @Property(tries = 20_000)
    void shouldRoundAFloatAsItsDecimal(@ForAll final float any, @ForAll @IntRange(max = 1_000_000_000) final int tens) {
        assertThat(Milli.of(any)).isEqualTo(milli(Float.toString(any)));
        final float usual = tens / 10_000f;
        assertThat(Milli.of(usual)).isEqualTo(milli(Float.toString(usual)));
    }

    @Property
    void shouldTakeWholeNumbersUpToTheLargest(@ForAll final long value) {
        assertThat(Milli.of(value)).isEqualTo(milli(Long.toString(value)));
    }

    @Test
    void shouldRefuseWhatIsNoQuantity() {
        for (final double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1, -0.0004, 1e300, 9.3e15}) {
            assertThat(Milli.of(odd)).as("%s", odd).isEqualTo(Milli.NONE);
            assertThat(Milli.of((float) odd)).as("%s", odd).isEqualTo(Milli.NONE);
        }
        assertThat(Milli.of(-0.0)).isZero();
        assertThat(Milli.of(Long.MAX_VALUE / 1_000)).isEqualTo(Long.MAX_VALUE / 1_000 * 1_000);
        assertThat(Milli.of(Long.MAX_VALUE / 1_000 + 1)).isEqualTo(Milli.NONE);
        assertThat(Milli.ofText("1e-99999999")).isZero();
    }

    private static long milli(final String text) {
        final BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (final NumberFormatException notFinite) {
            return Milli.NONE;
        }
        final BigDecimal largest = BigDecimal.valueOf(Long.MAX_VALUE);
        final BigDecimal milli = value.movePointRight(3);
        return value.signum() < 0 || milli.compareTo(largest) > 0
                ? Milli.NONE
                : milli.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    @Property
    void shouldFindWhatAMapOfTextsFinds(
            @ForAll @Size(max = 200) final List<@StringLength(max = 12) String> texts, @ForAll final long seed) {
        final TextMap<Integer> found = new TextMap<>();
        final Map<String, Integer> expected = new HashMap<>();
        final SplittableRandom random = new SplittableRandom(seed);
        for (final String text : texts) {
            // Several lone surrogates are the same byte each.
            final String sound = text.replaceAll("\\p{Cs}", "");
            final int value = random.nextInt();
            found.put(sound.getBytes(StandardCharsets.UTF_8), value);
            expected.put(sound, value);
        }
        assertThat(found.size()).isEqualTo(expected.size());
        expected.forEach((text, value) -> {
            final byte[] around = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
            assertThat(found.get(around, 1, around.length - 2)).isEqualTo(value);
        });
        assertThat(found.get("not there at all".getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }

    @Test
    void shouldKeepSoManyWordsAndNoMore() {
        final Words words = new Words(Signal.of("reason", Signal.Kind.REASON));
        for (int i = 0; i < Words.MOST; i++) {
            final byte[] text = (" R" + i).getBytes(StandardCharsets.UTF_8);
            final Word word = words.text(text, 0, text.length);
            assertThat(word).isNotNull().isSameAs(words.text(text, 0, text.length));
            assertThat(word.text()).isEqualTo("R" + i);
        }
        assertThat(words.text(new byte[] {'x'}, 0, 1)).isNull();
        assertThat(words.text(new byte[] {' ', 'R', '7'}, 0, 3)).isNotNull();
    }
}
