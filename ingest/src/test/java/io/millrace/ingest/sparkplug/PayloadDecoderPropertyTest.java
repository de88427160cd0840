package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Word by word the decoder reads what is read byte by byte, and refuses it at the same place in the same words. */
class PayloadDecoderPropertyTest {
    private static final PayloadDecoder.Limits SMALL = new PayloadDecoder.Limits(2_000, 30, 40, 20);

    // One decoder for all: what an earlier payload left behind must not show.
    private final PayloadDecoder decoder = new PayloadDecoder(SMALL);

    @Property(tries = 5_000)
    void shouldReadWhatIsReadByteByByte(@ForAll final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final byte[] payload = payload(random);
        compare(payload);
        for (int i = 0; i < 4; i++) {
            compare(mutated(payload, random));
        }
    }

    void compare(final byte[] payload) {
        PlainDecoder plain = null;
        MalformedPayloadException expected = null;
        try {
            plain = new PlainDecoder(payload, SMALL);
        } catch (final MalformedPayloadException fault) {
            expected = fault;
        }
        try {
            decoder.wrap(payload);
        } catch (final MalformedPayloadException fault) {
            assertThat(expected).as("refused: %s", fault.getMessage()).isNotNull();
            assertThat(fault.getMessage()).isEqualTo(expected.getMessage());
            assertThat(decoder.next()).isFalse();
            return;
        }
        assertThat(expected).as("taken").isNull();
        same(plain);
        decoder.rewind();
        same(plain);
    }

    private void same(final PlainDecoder plain) {
        assertThat(decoder.timestampMs()).isEqualTo(plain.timestampMs());
        assertThat(decoder.seq()).isEqualTo(plain.seq());
        assertThat(decoder.bdSeq()).isEqualTo(plain.bdSeq());
        assertThat(decoder.metricCount()).isEqualTo(plain.metrics().size());
        for (final PlainDecoder.Metric each : plain.metrics()) {
            assertThat(decoder.next()).isTrue();
            assertThat(decoder.hasName() ? decoder.name() : null).isEqualTo(each.name());
            assertThat(decoder.hasAlias() ? decoder.alias() : null).isEqualTo(each.alias());
            assertThat(decoder.metricTimestampMs()).isEqualTo(each.timestampMs());
            assertThat(decoder.dataType()).isEqualTo(each.dataType());
            assertThat(decoder.isHistorical()).isEqualTo(each.isHistorical());
            assertThat(decoder.isTransient()).isEqualTo(each.isTransient());
            assertThat(decoder.isNull()).isEqualTo(each.isNull());
            for (final DataType type : DataType.values()) {
                assertThat(decoder.value(type)).as("as %s", type).isEqualTo(value(each, type));
            }
        }
        assertThat(decoder.next()).isFalse();
    }

    private static @Nullable Object value(final PlainDecoder.Metric metric, final DataType type) {
        if (metric.isNull()) {
            return null;
        }
        final long bits = metric.bits();
        return switch (metric.valueField()) {
            case 10, 11 ->
                switch (type) {
                    case INT8 -> bits << 56 >> 56;
                    case INT16 -> bits << 48 >> 48;
                    case INT32 -> bits << 32 >> 32;
                    case UINT8 -> bits % 256 + (bits % 256 < 0 ? 256 : 0);
                    case UINT16 -> bits << 48 >>> 48;
                    case UINT32 -> bits << 32 >>> 32;
                    case UINT64, DATETIME -> bits < 0 ? Long.toUnsignedString(bits) : (Object) bits;
                    case BOOLEAN -> bits != 0;
                    default -> bits;
                };
            case 12 -> Float.intBitsToFloat((int) bits);
            case 13 -> Double.longBitsToDouble(bits);
            case 14 -> bits != 0;
            case 15 ->
                metric.text().length <= SMALL.textBytes() && PlainDecoder.isUtf8(metric.text())
                        ? new String(metric.text(), StandardCharsets.UTF_8)
                        : null;
            default -> null;
        };
    }

    static byte[] mutated(final byte[] payload, final SplittableRandom random) {
        final byte[] mutated = Arrays.copyOf(payload, payload.length - random.nextInt(Math.min(3, payload.length)));
        for (int i = 1 + random.nextInt(4); i > 0 && mutated.length > 0; i--) {
            final int at = random.nextInt(mutated.length);
            mutated[at] = (byte) (random.nextBoolean() ? random.nextInt() : mutated[at] ^ 1 << random.nextInt(8));
        }
        return mutated;
    }

    private static byte[] payload(final SplittableRandom random) {
        final TestMetric[] metrics = new TestMetric[random.nextInt(random.nextInt(20) == 0 ? 35 : 12)];
        final boolean isUsual = random.nextBoolean();
        Arrays.setAll(metrics, i -> isUsual && random.nextInt(8) > 0 ? usual(random) : any(random));
        return TestMetric.payload(number(random), random.nextInt(-1, 256), metrics);
    }

    /** What is read by whole words. */
    private static TestMetric usual(final SplittableRandom random) {
        final TestMetric metric = metric().alias(random.nextInt(4) == 0 ? number(random) : random.nextInt(1_000));
        if (random.nextInt(4) > 0) {
            metric.time(1_790_000_000_000L + random.nextInt(40_000));
        }
        if (random.nextInt(4) == 0) {
            metric.type(random.nextInt(40));
        }
        return switch (random.nextInt(6)) {
            case 0 -> metric.longValue(number(random));
            case 1 -> metric.intValue((int) number(random));
            case 2 -> metric.doubleValue(random.nextDouble());
            case 3 -> metric.floatValue((float) random.nextDouble());
            case 4 -> metric.booleanValue(random.nextBoolean());
            default -> metric.text("x".repeat(random.nextInt(22)));
        };
    }

    private static TestMetric any(final SplittableRandom random) {
        final TestMetric metric = metric();
        if (random.nextInt(3) == 0) {
            metric.name(random.nextInt(4) == 0 ? "bdSeq" : "n" + "ä".repeat(random.nextInt(21)));
        }
        if (random.nextInt(3) > 0) {
            metric.alias(number(random));
        }
        if (random.nextInt(3) > 0) {
            metric.time(random.nextBoolean() ? number(random) : 1_790_000_000_000L + random.nextInt(40_000));
        }
        if (random.nextBoolean()) {
            metric.type(random.nextInt(40));
        }
        switch (random.nextInt(12)) {
            case 0, 1 -> metric.longValue(number(random));
            case 2, 3 -> metric.intValue((int) number(random));
            case 4 -> metric.doubleValue(random.nextDouble());
            case 5 -> metric.floatValue((float) random.nextDouble());
            case 6 -> metric.booleanValue(random.nextBoolean());
            case 7, 8 -> metric.text("größe" + "x".repeat(random.nextInt(20)));
            case 9 -> metric.nested(16 + random.nextInt(4), new byte[random.nextInt(5)]);
            case 10 ->
                metric.nested(8 + random.nextInt(2), new byte[random.nextInt(5)])
                        .isNull();
            default -> metric.historical().isTransient().write(out -> out.writeFixed64(30, random.nextLong()));
        }
        return metric;
    }

    /** Of every length on the wire alike. */
    private static long number(final SplittableRandom random) {
        return random.nextLong() >>> random.nextInt(64);
    }
}
