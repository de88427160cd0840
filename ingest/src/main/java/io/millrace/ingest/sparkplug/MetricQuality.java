package io.millrace.ingest.sparkplug;

import java.util.Arrays;

/** What a metric's property set says of its value (Sparkplug 3.0, 6.4.14): 192 is good, 0 bad, 500 stale. */
final class MetricQuality {
    private static final int GOOD = 192;
    private static final byte[] QUALITY = {'Q', 'u', 'a', 'l', 'i', 't', 'y'};

    private MetricQuality() {}

    /** True if it is said to be good, or nothing that can be read is said; a property set is none of the value's faults. */
    static boolean isGood(final byte[] payload, final MetricCursor metric) {
        if (metric.propertiesLength < 0) {
            return true;
        }
        try {
            final WireReader set = new WireReader();
            set.wrap(payload, metric.propertiesAt, metric.propertiesAt + metric.propertiesLength);
            final int index = indexOfQuality(payload, set);
            set.wrap(payload, metric.propertiesAt, metric.propertiesAt + metric.propertiesLength);
            return index < 0 || isGood(payload, set, index);
        } catch (final MalformedPayloadException unreadable) {
            return true;
        }
    }

    private static int indexOfQuality(final byte[] payload, final WireReader set) throws MalformedPayloadException {
        int index = 0;
        while (set.hasMore()) {
            final int tag = set.tag();
            if (tag != (1 << 3 | WireReader.BYTES)) {
                set.skip(tag);
                continue;
            }
            final int length = set.length();
            if (isQuality(payload, set.position(), length)) {
                return index;
            }
            set.pass(length);
            index++;
        }
        return -1;
    }

    /** Keys and values are two lists of one order. */
    private static boolean isGood(final byte[] payload, final WireReader set, final int index)
            throws MalformedPayloadException {
        int left = index;
        while (set.hasMore()) {
            final int tag = set.tag();
            if (tag == (2 << 3 | WireReader.BYTES) && left-- == 0) {
                final int length = set.length();
                final WireReader value = new WireReader();
                value.wrap(payload, set.position(), set.position() + length);
                return isGood(value);
            }
            set.skip(tag);
        }
        return true;
    }

    private static boolean isGood(final WireReader value) throws MalformedPayloadException {
        boolean isGood = true;
        while (value.hasMore()) {
            final int tag = value.tag();
            switch (tag) {
                case 3 << 3 | WireReader.VARINT, 4 << 3 | WireReader.VARINT -> isGood = value.varint() == GOOD;
                default -> value.skip(tag);
            }
        }
        return isGood;
    }

    private static boolean isQuality(final byte[] payload, final int at, final int length) {
        return Arrays.equals(payload, at, at + length, QUALITY, 0, QUALITY.length);
    }
}
