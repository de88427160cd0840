package io.millrace.ingest.sparkplug;

import io.millrace.ingest.signal.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the metrics of one Sparkplug B payload (protobuf, sparkplug_b.proto 3.0). {@link #wrap} walks the whole payload once,
 * so what it accepts cannot fail later; then {@link #next} steps from metric to metric. Allocates nothing but room for more metrics than
 * any payload before had, and the texts that are asked for.
 * Values no signal can be read from (data sets, templates, arrays, bytes) are passed over and do no harm. Not thread-safe.
 */
public final class PayloadDecoder {
    /**
     * @param bytes largest payload
     * @param metrics most metrics in a payload
     * @param nameBytes longest metric name
     * @param textBytes longest text value; a longer one is not usable, its payload still is
     */
    public record Limits(int bytes, int metrics, int nameBytes, int textBytes) {
        public static final Limits DEFAULT = new Limits(1 << 20, 10_000, 4_096, 65_536);
    }

    /** {@link #bdSeq} of a payload that has none. */
    public static final long NO_BD_SEQ = -1;

    private static final byte[] BD_SEQ = "bdSeq".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int FIRST_METRICS = 16;

    private final WireReader wire = new WireReader();
    private final UsualMetrics usual = new UsualMetrics();
    private final Limits limits;
    // Of the payload, and more from larger ones before.
    private MetricCursor[] metrics = {};
    private MetricCursor metric = new MetricCursor();
    private int nextMetric;

    private byte[] payload = NOTHING;
    private long timestampMs;
    private int seq;
    private long bdSeq;
    private int metricCount;

    public PayloadDecoder(final Limits limits) {
        this.limits = limits;
    }

    /**
     * @param newPayload not copied; must not change while it is read
     * @throws MalformedPayloadException if any byte of it makes no sense or a limit is exceeded; the cursor is then empty
     */
    public void wrap(final byte[] newPayload) throws MalformedPayloadException {
        if (newPayload.length > limits.bytes()) {
            reset(NOTHING);
            throw MalformedPayloadException.tooLarge("more than " + limits.bytes() + " bytes", limits.bytes());
        }
        reset(newPayload);
        wire.wrap(newPayload, 0, newPayload.length);
        boolean whole = false;
        try {
            while (wire.hasMore()) {
                payloadField(wire.tag());
                usualMetrics();
            }
            whole = true;
        } finally {
            if (!whole) {
                reset(NOTHING);
            }
        }
    }

    /** Back to before the first metric. */
    public void rewind() {
        nextMetric = 0;
    }

    /** True if this very array is what is wrapped. */
    public boolean isAt(final byte[] someBytes) {
        return payload == someBytes;
    }

    /** Milliseconds since the epoch, 0 if the payload has none. */
    public long timestampMs() {
        return timestampMs;
    }

    /** 0 to 255; an absent number reads as 0, as encoders that leave out zeroes write it. */
    public int seq() {
        return seq;
    }

    /** The value of the metric {@code bdSeq}, or {@link #NO_BD_SEQ}. */
    public long bdSeq() {
        return bdSeq;
    }

    public int metricCount() {
        return metricCount;
    }

    /** Steps to the next metric, which the methods below then describe. */
    public boolean next() {
        if (nextMetric >= metricCount) {
            return false;
        }
        metric = metrics[nextMetric++];
        return true;
    }

    MetricCursor metric() {
        return metric;
    }

    /** The metric's text lies in here. */
    byte[] payload() {
        return payload;
    }

    public boolean hasName() {
        return metric.nameLength >= 0;
    }

    /** The metric's name, empty if it has none. Allocates. */
    public String name() {
        return hasName() ? new String(payload, metric.nameAt, metric.nameLength, StandardCharsets.UTF_8) : "";
    }

    public boolean hasAlias() {
        return metric.hasAlias;
    }

    public long alias() {
        return metric.alias;
    }

    /** Milliseconds since the epoch, 0 if the metric has none. */
    public long metricTimestampMs() {
        return metric.timestampMs;
    }

    /** UNKNOWN if the metric does not say: then its birth did. */
    public DataType dataType() {
        return metric.dataType;
    }

    public boolean isHistorical() {
        return metric.isHistorical;
    }

    public boolean isTransient() {
        return metric.isTransient;
    }

    /** True if it has a property set, in which a quality may be. */
    boolean hasProperties() {
        return metric.propertiesLength >= 0;
    }

    public boolean isNull() {
        return metric.isNull || metric.value == MetricCursor.Value.NONE;
    }

    /** False if {@link #value} cannot say what the metric's value is. */
    public boolean isUsable() {
        return isNull()
                || switch (metric.value) {
                    case INTEGER, FLOAT, DOUBLE, BOOLEAN -> true;
                    case TEXT ->
                        metric.textLength <= limits.textBytes()
                                && Utf8.isValid(payload, metric.textAt, metric.textLength);
                    default -> false;
                };
    }

    /**
     * @param dataType as the birth gave it; integers are read as it says
     * @return a {@link Number}, {@link String} or {@link Boolean}; null if the metric has no value or not a usable one. Unsigned
     *     numbers beyond {@link Long#MAX_VALUE} come as text. Allocates.
     */
    public @Nullable Object value(final DataType dataType) {
        return isUsable() ? valueOf(metric, payload, dataType) : null;
    }

    /** The value of a metric that has none, or a usable one. */
    static @Nullable Object valueOf(final MetricCursor metric, final byte[] payload, final DataType dataType) {
        if (metric.isNull) {
            return null;
        }
        return switch (metric.value) {
            case NONE -> null;
            case INTEGER -> integer(dataType, metric.bits);
            case FLOAT -> Float.intBitsToFloat((int) metric.bits);
            case DOUBLE -> Double.longBitsToDouble(metric.bits);
            case BOOLEAN -> metric.bits != 0;
            default -> new String(payload, metric.textAt, metric.textLength, StandardCharsets.UTF_8);
        };
    }

    /** The value of an integer, as its datatype says, or of a boolean, 0 or 1; meaningless for any other. */
    public long longValue(final DataType dataType) {
        return dataType == DataType.BOOLEAN || metric.value == MetricCursor.Value.BOOLEAN
                ? metric.bits == 0 ? 0 : 1
                : number(dataType, metric.bits);
    }

    /** The value of a float or double; meaningless for any other. */
    public double doubleValue() {
        return metric.value == MetricCursor.Value.FLOAT
                ? Float.intBitsToFloat((int) metric.bits)
                : Double.longBitsToDouble(metric.bits);
    }

    /** Bytes of a text in UTF-8; meaningless for any other value. */
    public int textLength() {
        return metric.textLength;
    }

    private static Object integer(final DataType dataType, final long bits) {
        if (dataType == DataType.BOOLEAN) {
            return bits != 0;
        }
        return isWithinLong(dataType, bits) ? (Object) number(dataType, bits) : Long.toUnsignedString(bits);
    }

    /** False for an unsigned number that no long can hold. */
    static boolean isWithinLong(final DataType dataType, final long bits) {
        return bits >= 0 || dataType != DataType.UINT64 && dataType != DataType.DATETIME;
    }

    /** An integer's value, as its datatype says. */
    static long number(final DataType dataType, final long bits) {
        return dataType.number(bits);
    }

    private void payloadField(final int tag) throws MalformedPayloadException {
        switch (tag) {
            case 1 << 3 | WireReader.VARINT -> timestampMs = wire.varint();
            case 2 << 3 | WireReader.BYTES -> checkMetric();
            case 3 << 3 | WireReader.VARINT -> {
                final int at = wire.position();
                final long number = wire.varint();
                if (number < 0 || number > 255) {
                    throw new MalformedPayloadException("seq is not 0 to 255", at);
                }
                seq = (int) number;
            }
            default -> wire.skip(tag);
        }
    }

    /** The metrics that are next, up to one that is not as usual. */
    private void usualMetrics() {
        if (payload.length >= Long.BYTES) {
            final int most = Math.min(metrics.length, limits.metrics());
            wire.moveTo(usual.read(metrics, metricCount, most, payload, wire.position()));
            metricCount = usual.count();
        }
    }

    private void checkMetric() throws MalformedPayloadException {
        final int at = wire.position();
        if (metricCount >= limits.metrics()) {
            throw MalformedPayloadException.tooLarge("more than " + limits.metrics() + " metrics", at);
        }
        final int length = wire.length();
        final int end = wire.position() + length;
        final MetricCursor read = cursor(metricCount++);
        read.read(wire, payload, end);
        wire.wrap(payload, end, payload.length);
        if (read.nameLength >= 0) {
            if (read.nameLength > limits.nameBytes() || !Utf8.isValid(payload, read.nameAt, read.nameLength)) {
                throw new MalformedPayloadException("name too long or not UTF-8", read.nameAt);
            }
            if (read.value == MetricCursor.Value.INTEGER
                    && Arrays.equals(payload, read.nameAt, read.nameAt + read.nameLength, BD_SEQ, 0, BD_SEQ.length)) {
                bdSeq = read.bits;
            }
        }
    }

    private MetricCursor cursor(final int index) {
        if (index == metrics.length) {
            metrics = Arrays.copyOf(metrics, Math.max(FIRST_METRICS, 2 * index));
            for (int i = index; i < metrics.length; i++) {
                metrics[i] = new MetricCursor();
            }
        }
        return metrics[index];
    }

    private void reset(final byte[] newPayload) {
        payload = newPayload;
        timestampMs = 0;
        seq = 0;
        bdSeq = NO_BD_SEQ;
        metricCount = 0;
        rewind();
    }
}
