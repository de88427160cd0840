package io.millrace.perf.wire;

/**
 * One metric of a Sparkplug B payload.
 *
 * @param alias stands for the name in data messages; negative for none
 * @param value an Integer (Int32), a Long (Int64), a Boolean or a String
 * @param historical whether it was stored while the host was away
 */
public record SparkplugMetric(String name, int alias, long timestampMs, Object value, boolean historical) {

    static final int NO_ALIAS = -1;

    static SparkplugMetric named(final String name, final long timestampMs, final Object value) {
        return new SparkplugMetric(name, NO_ALIAS, timestampMs, value, false);
    }

    SparkplugMetric with(final Object newValue, final long newTimestampMs) {
        return new SparkplugMetric(name, alias, newTimestampMs, newValue, false);
    }

    SparkplugMetric asHistorical() {
        return new SparkplugMetric(name, alias, timestampMs, value, true);
    }

    /** The number in Sparkplug's DataType enumeration. */
    int dataType() {
        if (value instanceof Integer) {
            return 3;
        }
        if (value instanceof Long) {
            return 4;
        }
        if (value instanceof Boolean) {
            return 11;
        }
        if (value instanceof String) {
            return 12;
        }
        throw new IllegalArgumentException("no Sparkplug data type for " + value.getClass());
    }
}
