package io.millrace.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our decoder and that of Eclipse Tahu, Sparkplug's reference implementation, read the same from the same bytes. */
class TahuDecoderTest {
    /** What ours refuses on purpose though protobuf can parse it. */
    private static final List<String> STRICTER = List.of(
            "seq is not 0 to 255", "name too long or not UTF-8", "field number out of range", "length beyond the end");

    private final PayloadDecoder ours = new PayloadDecoder(PayloadDecoder.Limits.DEFAULT);

    static Stream<MetricDataType> types() {
        return TahuPayloads.TYPES.stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldReadAMetricOfEveryDatatype(final MetricDataType type) throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            final Metric metric = new TahuPayloads(seed).metric(type);
            final SparkplugBPayload payload = new SparkplugBPayload(new Date(1), List.of(metric), seed);
            assertSameAsTahu(TahuPayloads.encode(payload));
            assertThat(ours.metricCount()).isEqualTo(1);
        }
    }

    @Property(tries = 2_000)
    void shouldReadWhatTahuWrites(@ForAll final long seed) throws Exception {
        assertSameAsTahu(new TahuPayloads(seed).payload());
    }

    /** Raw, as Tahu's own values are no longer defined where a mutation has hit their type. */
    @Property(tries = 10_000)
    void shouldReadTheSameFromDamagedPayloads(
            @ForAll final long seed, @ForAll @IntRange(min = 1, max = 6) final int damages) throws Exception {
        final Random random = new Random(seed);
        byte[] bytes = new TahuPayloads(seed).payload();
        for (int i = 0; i < damages; i++) {
            bytes = damaged(bytes, random);
        }
        final @Nullable Payload theirs = parse(bytes);
        try {
            ours.wrap(bytes);
        } catch (final MalformedPayloadException refused) {
            assertThat(theirs == null || STRICTER.stream().anyMatch(refused.getMessage()::contains))
                    .as("refused for a reason: " + refused.getMessage())
                    .isTrue();
            return;
        }
        if (theirs == null) {
            assertThat(hasInner(bytes))
                    .as("what ours does not look into is what protobuf refuses")
                    .isTrue();
        } else {
            assertSameRaw(theirs);
        }
    }

    private static byte[] damaged(final byte[] bytes, final Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        final int at = random.nextInt(bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> {
                final byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                yield longer;
            }
            default -> {
                final byte[] flipped = bytes.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
        };
    }

    private static @Nullable Payload parse(final byte[] bytes) {
        try {
            return Payload.parseFrom(bytes);
        } catch (final InvalidProtocolBufferException malformed) {
            return null;
        }
    }

    /** True if a metric has a field that is a message of its own, which ours passes over unread. */
    private static boolean hasInner(final byte[] bytes) throws MalformedPayloadException {
        final WireReader payload = new WireReader();
        payload.wrap(bytes, 0, bytes.length);
        while (payload.hasMore()) {
            final int tag = payload.tag();
            if (tag != (2 << 3 | WireReader.BYTES)) {
                payload.skip(tag);
                continue;
            }
            final int length = payload.length();
            final WireReader metric = new WireReader();
            metric.wrap(bytes, payload.position(), payload.position() + length);
            payload.pass(length);
            while (metric.hasMore()) {
                final int field = metric.tag();
                if (List.of(8, 9, 17, 18, 19).contains(field >>> 3) && (field & 7) == WireReader.BYTES) {
                    return true;
                }
                metric.skip(field);
            }
        }
        return false;
    }

    private void assertSameRaw(final Payload theirs) {
        assertSameNumber(ours.timestampMs(), theirs.getTimestamp());
        assertThat(ours.seq()).isEqualTo((int) theirs.getSeq());
        assertThat(ours.metricCount()).isEqualTo(theirs.getMetricsCount());
        for (final Payload.Metric metric : theirs.getMetricsList()) {
            assertThat(ours.next()).isTrue();
            assertThat(ours.hasName()).isEqualTo(metric.hasName());
            if (metric.hasName()) {
                assertThat(ours.name()).isEqualTo(metric.getName());
            }
            assertThat(ours.hasAlias()).isEqualTo(metric.hasAlias());
            assertSameNumber(ours.alias(), metric.getAlias());
            assertSameNumber(ours.metricTimestampMs(), metric.getTimestamp());
            assertThat(ours.dataType()).isEqualTo(DataType.of(Integer.toUnsignedLong(metric.getDatatype())));
            assertThat(ours.isHistorical()).isEqualTo(metric.getIsHistorical());
            assertThat(ours.isTransient()).isEqualTo(metric.getIsTransient());
            assertThat(ours.isNull())
                    .isEqualTo(metric.getIsNull() || metric.getValueCase() == Payload.Metric.ValueCase.VALUE_NOT_SET);
            if (!ours.isNull()) {
                assertSameRawValue(metric);
            }
        }
        assertThat(ours.next()).isFalse();
    }

    /** Of a number of ten bytes protobuf-java takes the highest bit for granted, whatever the tenth says, if there is room behind it. */
    private static void assertSameNumber(final long ours, final long theirs) {
        if ((ours ^ theirs) != Long.MIN_VALUE || theirs > 0) {
            assertThat(ours).isEqualTo(theirs);
        }
    }

    private void assertSameRawValue(final Payload.Metric metric) {
        switch (metric.getValueCase()) {
            case INT_VALUE ->
                assertThat(ours.value(DataType.UINT32)).isEqualTo(Integer.toUnsignedLong(metric.getIntValue()));
            case LONG_VALUE -> assertSameNumber(ours.metric().bits, metric.getLongValue());
            case FLOAT_VALUE -> assertThat(ours.value(DataType.FLOAT)).isEqualTo(metric.getFloatValue());
            case DOUBLE_VALUE -> assertThat(ours.value(DataType.DOUBLE)).isEqualTo(metric.getDoubleValue());
            case BOOLEAN_VALUE -> assertThat(ours.value(DataType.BOOLEAN)).isEqualTo(metric.getBooleanValue());
            case STRING_VALUE -> {
                if (metric.getStringValueBytes().isValidUtf8()) {
                    assertThat(ours.value(DataType.STRING)).isEqualTo(metric.getStringValue());
                } else {
                    assertThat(ours.isUsable()).isFalse();
                }
            }
            default -> assertThat(ours.isUsable()).isFalse();
        }
    }

    private void assertSameAsTahu(final byte[] bytes) throws Exception {
        final SparkplugBPayload theirs = new SparkplugBPayloadDecoder().buildFromByteArray(bytes, null);
        ours.wrap(bytes);
        assertThat(ours.timestampMs()).isEqualTo(theirs.getTimestamp().getTime());
        assertThat((long) ours.seq()).isEqualTo(theirs.getSeq());
        assertThat(ours.metricCount()).isEqualTo(theirs.getMetricCount());
        for (final Metric metric : theirs.getMetrics()) {
            assertThat(ours.next()).isTrue();
            assertThat(ours.name()).isEqualTo(metric.getName());
            assertThat(ours.hasAlias()).isEqualTo(metric.hasAlias());
            if (metric.hasAlias()) {
                assertThat(ours.alias()).isEqualTo(metric.getAlias());
            }
            assertThat(ours.metricTimestampMs())
                    .isEqualTo(
                            metric.getTimestamp() == null
                                    ? 0
                                    : metric.getTimestamp().getTime());
            assertThat(ours.dataType().ordinal()).isEqualTo(metric.getDataType().toIntValue());
            assertThat(ours.isHistorical()).isEqualTo(Boolean.TRUE.equals(metric.isHistorical()));
            assertThat(ours.isTransient()).isEqualTo(Boolean.TRUE.equals(metric.isTransient()));
            assertThat(ours.isNull()).isEqualTo(Boolean.TRUE.equals(metric.isNull()));
            if (ours.dataType().isScalar()) {
                assertThat(ours.value(ours.dataType())).isEqualTo(plain(metric.getValue()));
            } else {
                assertThat(ours.isUsable()).isEqualTo(ours.isNull());
            }
        }
        assertThat(ours.next()).isFalse();
        assertSameRawAgain(bytes);
    }

    private void assertSameRawAgain(final byte[] bytes) throws Exception {
        ours.rewind();
        assertSameRaw(Payload.parseFrom(bytes));
    }

    /** Tahu's types of values as ours. */
    private static @Nullable Object plain(final @Nullable Object value) {
        if (value instanceof Date date) {
            return date.getTime();
        } else if (value instanceof BigInteger large) {
            return large.bitLength() > 63 ? large.toString() : (Object) large.longValue();
        } else if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        return value;
    }
}
