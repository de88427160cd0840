package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.metric;
import static io.millrace.ingest.sparkplug.TestMetric.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.WireFormat;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadDecoderTest {
    private static final byte[] DATA_SET = TestMetric.bytes(out -> {
        out.writeUInt64(1, 1);
        out.writeString(2, "column");
        out.writeUInt32(3, 3);
        out.writeByteArray(4, TestMetric.bytes(row -> row.writeByteArray(1, new byte[] {8, 7})));
    });
    private static final byte[] TEMPLATE = TestMetric.bytes(out -> {
        out.writeString(1, "v1");
        out.writeByteArray(
                2, metric().name("member").nested(18, new byte[] {40, 1}).bytes());
        out.writeString(4, "Motor");
        out.writeBool(5, false);
    });
    private static final byte[] PROPERTIES = TestMetric.bytes(out -> {
        out.writeString(1, "Quality");
        out.writeByteArray(2, new byte[] {8, 3, 24, (byte) 192, 1});
    });

    private final PayloadDecoder decoder = new PayloadDecoder(PayloadDecoder.Limits.DEFAULT);

    @Test
    void shouldReadTheHead() throws MalformedPayloadException {
        decoder.wrap(
                payload(1_700_000_000_123L, 255, metric().name("bdSeq").type(4).longValue(17)));

        assertThat(decoder.timestampMs()).isEqualTo(1_700_000_000_123L);
        assertThat(decoder.seq()).isEqualTo(255);
        assertThat(decoder.bdSeq()).isEqualTo(17);
        assertThat(decoder.metricCount()).isEqualTo(1);
    }

    @Test
    void shouldReadAHeadThatFollowsItsMetrics() throws MalformedPayloadException {
        decoder.wrap(TestMetric.bytes(out -> {
            out.writeByteArray(2, metric().name("a").intValue(1).bytes());
            out.writeUInt64(3, 9);
            out.writeByteArray(2, metric().name("b").intValue(2).bytes());
            out.writeUInt64(1, 5);
        }));

        assertThat(decoder.seq()).isEqualTo(9);
        assertThat(decoder.timestampMs()).isEqualTo(5);
        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void shouldReadFlagsAliasAndTime() throws MalformedPayloadException {
        decoder.wrap(payload(
                1,
                0,
                metric().alias(-1L).time(77).historical().isTransient().isNull(),
                metric().name("plain").intValue(1)));

        assertThat(decoder.next()).isTrue();
        assertThat(decoder.hasName()).isFalse();
        assertThat(decoder.alias()).isEqualTo(-1L);
        assertThat(decoder.metricTimestampMs()).isEqualTo(77);
        assertThat(decoder.isHistorical() && decoder.isTransient() && decoder.isNull())
                .isTrue();
        assertThat(decoder.value(DataType.INT32)).isNull();
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.hasAlias() || decoder.isHistorical() || decoder.isTransient() || decoder.isNull())
                .isFalse();
        assertThat(decoder.next()).isFalse();
    }

    /** What a type's largest, smallest and odd values look like on the wire, and must be read as. */
    @ParameterizedTest
    @EnumSource(DataType.class)
    void shouldCarryEveryDatatype(final DataType type) throws MalformedPayloadException {
        final Map<TestMetric, Object> cases =
                switch (type) {
                    case INT8 -> Map.of(metric().intValue(-128), -128L, metric().intValue(0xff), -1L);
                    case INT16 -> Map.of(metric().intValue(-32768), -32768L, metric().intValue(0xffff), -1L);
                    case INT32 ->
                        Map.of(
                                metric().intValue(Integer.MIN_VALUE),
                                (long) Integer.MIN_VALUE,
                                metric().longValue(-5),
                                -5L,
                                metric().write(out -> out.writeUInt64(10, -7)),
                                -7L);
                    case INT64 -> Map.of(metric().longValue(Long.MIN_VALUE), Long.MIN_VALUE, metric().intValue(3), 3L);
                    case UINT8 -> Map.of(metric().intValue(255), 255L);
                    case UINT16 -> Map.of(metric().intValue(65_535), 65_535L);
                    case UINT32 ->
                        Map.of(
                                metric().intValue(-1),
                                4_294_967_295L,
                                metric().longValue(4_294_967_295L),
                                4_294_967_295L);
                    case UINT64 -> Map.of(metric().longValue(-1), "18446744073709551615", metric().longValue(8), 8L);
                    case DATETIME -> Map.of(metric().longValue(1_700_000_000_000L), 1_700_000_000_000L);
                    case FLOAT -> Map.of(metric().floatValue(1.5f), 1.5f);
                    case DOUBLE -> Map.of(metric().doubleValue(-0.25), -0.25);
                    case BOOLEAN -> Map.of(metric().booleanValue(true), true, metric().intValue(0), false);
                    case STRING, TEXT, UUID -> Map.of(metric().text("Größe 木"), "Größe 木", metric().text(""), "");
                    case UNKNOWN -> Map.of(metric().longValue(12), 12L);
                    default -> Map.of();
                };
        for (final Map.Entry<TestMetric, Object> one : cases.entrySet()) {
            decoder.wrap(payload(1, 0, one.getKey().type(type.ordinal())));
            assertThat(decoder.next()).isTrue();
            assertThat(decoder.dataType()).isEqualTo(type);
            assertThat(decoder.isUsable()).isTrue();
            assertThat(decoder.value(type)).isEqualTo(one.getValue());
        }
        assertThat(cases.isEmpty()).isEqualTo(!type.isScalar());
    }

    @Test
    void shouldPassOverWhatNoSignalCanBeReadFrom() throws MalformedPayloadException {
        decoder.wrap(payload(
                1,
                0,
                metric().name("set").type(16).nested(17, DATA_SET),
                metric().name("template").type(19).nested(18, TEMPLATE),
                metric().name("array").type(24).nested(16, new byte[] {1, 2, 3}),
                metric().name("extension").nested(19, new byte[0]),
                metric().name("quality")
                        .nested(9, PROPERTIES)
                        .nested(8, new byte[] {8, 1})
                        .intValue(4),
                metric().name("newer")
                        .type(99)
                        .write(out -> out.writeFixed64(4711, 1))
                        .intValue(5)));

        final List<Boolean> usable = new ArrayList<>();
        while (decoder.next()) {
            usable.add(decoder.isUsable());
        }
        assertThat(usable).containsExactly(false, false, false, false, true, true);
    }

    @Test
    void shouldSkipGroupsUpToADepth() throws MalformedPayloadException {
        decoder.wrap(groups(8));
        assertThat(decoder.seq()).isEqualTo(3);

        assertThatThrownBy(() -> decoder.wrap(groups(9)))
                .isInstanceOf(MalformedPayloadException.class)
                .hasMessageContaining("nested deeper than 8");
    }

    @Test
    void shouldHoldItsLimits() throws MalformedPayloadException {
        final PayloadDecoder small = new PayloadDecoder(new PayloadDecoder.Limits(60, 2, 5, 4));

        small.wrap(payload(1, 0, metric().name("name5").text("1234"), metric().text("12345")));
        assertThat(small.next() && small.isUsable()).isTrue();
        assertThat(small.next() && !small.isUsable())
                .as("a long text is no use, its payload is")
                .isTrue();

        assertMalformed(small, payload(1, 0, metric().name("sixsix")), "name too long");
        assertMalformed(small, payload(1, 0, metric(), metric(), metric()), "more than 2 metrics");
        assertMalformed(small, new byte[61], "more than 60 bytes");
        assertThat(small.next()).as("nothing is left of what was refused").isFalse();
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        assertMalformed(decoder, new byte[] {0}, "field number out of range at byte 0");
        assertMalformed(decoder, new byte[] {8}, "number without an end at byte 1");
        assertMalformed(decoder, new byte[] {8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}, "more than ten bytes");
        assertMalformed(decoder, new byte[] {18, 5, 8}, "length beyond the end at byte 1");
        assertMalformed(decoder, new byte[] {18, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}, "length beyond the end");
        assertMalformed(decoder, new byte[] {24, -128, 2}, "seq is not 0 to 255 at byte 1");
        assertMalformed(decoder, new byte[] {(byte) (9 << 3 | 4)}, "unknown wire type");
        assertMalformed(decoder, payload(1, 0, metric().nested(1, new byte[] {-1, 'a'})), "not UTF-8");
    }

    @Test
    void shouldFindATextThatIsNotUtf8Unusable() throws MalformedPayloadException {
        decoder.wrap(payload(1, 0, metric().name("order").nested(15, new byte[] {'1', -1})));

        assertThat(decoder.next()).isTrue();
        assertThat(decoder.isUsable()).isFalse();
        assertThat(decoder.value(DataType.STRING)).isNull();
    }

    @Test
    void shouldFailOnlyAsMalformedWhereverItIsCut() {
        final byte[] whole = rich();
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            refused += isRefused(Arrays.copyOf(whole, length)) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(whole.length * 9 / 10);
    }

    @Test
    void shouldMakeNoGarbageWhileItSteps() throws MalformedPayloadException {
        final TestMetric[] metrics = new TestMetric[100];
        Arrays.setAll(metrics, i -> metric().alias(i).time(i).longValue(i));
        final byte[] bytes = payload(1, 1, metrics);
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long self = Thread.currentThread().getId();
        long sum = 0;
        long before = 0;
        for (int i = 0; i < 2_000; i++) {
            before = i == 1_000 ? threads.getThreadAllocatedBytes(self) : before;
            decoder.wrap(bytes);
            while (decoder.next()) {
                sum += decoder.alias() + decoder.metricTimestampMs();
            }
        }
        assertThat(threads.getThreadAllocatedBytes(self) - before)
                .as("bytes for 100,000 metrics, sum " + sum)
                .isLessThan(100_000);
    }

    @Property(tries = 20_000)
    void shouldFailOnlyAsMalformedWhateverIsFlipped(
            @ForAll final long seed, @ForAll @IntRange(min = 1, max = 8) final int flips) {
        final byte[] mutated = rich();
        final Random random = new Random(seed);
        for (int i = 0; i < flips; i++) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
        }
        isRefused(mutated);
    }

    @Property(tries = 5_000)
    void shouldFailOnlyAsMalformedOnNoise(@ForAll @Size(max = 200) final byte[] noise) {
        isRefused(noise);
    }

    @Property
    void shouldReadWhatProtobufWrites(@ForAll @Size(max = 40) final List<Long> values)
            throws MalformedPayloadException {
        final TestMetric[] metrics = new TestMetric[values.size()];
        for (int i = 0; i < metrics.length; i++) {
            metrics[i] = metric().alias(values.get(i)).time(i).longValue(values.get(i));
        }
        decoder.wrap(payload(1, 1, metrics));
        assertThat(decoder.metricCount()).isEqualTo(values.size());
        for (final Long value : values) {
            assertThat(decoder.next()).isTrue();
            assertThat(decoder.alias()).isEqualTo(value);
            assertThat(decoder.value(DataType.INT64)).isEqualTo(value);
        }
        assertThat(decoder.next()).isFalse();
    }

    @Test
    void shouldWriteARebirthRequest() throws MalformedPayloadException {
        decoder.wrap(HostMessages.rebirth(1_700_000_000_123L));

        assertThat(decoder.timestampMs()).isEqualTo(1_700_000_000_123L);
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.name()).isEqualTo("Node Control/Rebirth");
        assertThat(decoder.dataType()).isEqualTo(DataType.BOOLEAN);
        assertThat(decoder.value(DataType.BOOLEAN)).isEqualTo(true);
        assertThat(decoder.next()).isFalse();
        assertThat(HostMessages.rebirth(1_700_000_000_123L))
                .as("tck-id-payloads-ncmd-seq: a command has no number, so it is byte for byte this")
                .isEqualTo(TestMetric.payload(
                        1_700_000_000_123L,
                        -1,
                        metric().name("Node Control/Rebirth")
                                .time(1_700_000_000_123L)
                                .type(11)
                                .booleanValue(true)));
    }

    private List<String> names() {
        final List<String> names = new ArrayList<>();
        while (decoder.next()) {
            names.add(decoder.name());
        }
        return names;
    }

    /** Decodes to the last value; anything thrown but the one exception fails the test. */
    private boolean isRefused(final byte[] bytes) {
        try {
            decoder.wrap(bytes);
        } catch (final MalformedPayloadException malformed) {
            assertThat(malformed.offset()).isBetween(0, bytes.length);
            return true;
        }
        while (decoder.next()) {
            decoder.name();
            for (final DataType type : DataType.values()) {
                decoder.value(type);
            }
        }
        return false;
    }

    private static void assertMalformed(final PayloadDecoder decoder, final byte[] bytes, final String message) {
        assertThatThrownBy(() -> decoder.wrap(bytes))
                .isInstanceOf(MalformedPayloadException.class)
                .hasMessageContaining(message);
    }

    private static byte[] groups(final int depth) {
        return TestMetric.bytes(out -> {
            for (int i = 0; i < depth; i++) {
                out.writeTag(10 + i, WireFormat.WIRETYPE_START_GROUP);
            }
            out.writeUInt32(1, 1);
            for (int i = depth - 1; i >= 0; i--) {
                out.writeTag(10 + i, WireFormat.WIRETYPE_END_GROUP);
            }
            out.writeUInt64(3, 3);
        });
    }

    private static byte[] rich() {
        return payload(
                1_700_000_000_123L,
                200,
                metric().name("bdSeq").type(4).longValue(300),
                metric().name("Line/Zähler")
                        .alias(300)
                        .time(1_700_000_000_000L)
                        .type(4)
                        .longValue(-1),
                metric().alias(301).type(9).floatValue(1.5f).nested(9, PROPERTIES),
                metric().alias(302).type(10).doubleValue(2.5).historical(),
                metric().alias(303).type(12).text("größer"),
                metric().alias(304).type(16).nested(17, DATA_SET),
                metric().alias(305).type(19).nested(18, TEMPLATE),
                metric().alias(306).type(17).nested(16, "bytes".getBytes(StandardCharsets.US_ASCII)),
                metric().alias(307).type(11).booleanValue(true).isTransient().write(out -> {
                    out.writeTag(50, WireFormat.WIRETYPE_START_GROUP);
                    out.writeFixed32(1, 4);
                    out.writeTag(50, WireFormat.WIRETYPE_END_GROUP);
                }));
    }
}
