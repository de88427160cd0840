package io.millrace.ingest.opcua;

/**
 * How the server watches one value (OPC 10000-4, 5.13.1 and 7.22.2).
 *
 * @param samplingIntervalMs how often it looks; 0 is as fast as it can
 * @param queueSize values it keeps between two reports; older ones are lost (and declared)
 */
public record Monitoring(int samplingIntervalMs, int queueSize, Trigger trigger, Deadband deadband) {
    /** What has to change to be reported. */
    public enum Trigger {
        STATUS,
        STATUS_VALUE,
        /** Identical repeated values are told too, if their time differs. */
        STATUS_VALUE_TIMESTAMP
    }

    /**
     * A change of up to this much is not reported.
     *
     * @param amount in the value's own unit; with {@code percent} from 0 to 100, of the range that the server says it has (EURange)
     */
    public record Deadband(double amount, boolean percent) {
        private static final double WHOLE = 100;

        public static final Deadband NONE = new Deadband(0, false);

        /** @throws IllegalArgumentException if the amount cannot be */
        public Deadband {
            if (!(amount >= 0) || Double.isInfinite(amount) || percent && amount > WHOLE) {
                throw new IllegalArgumentException(
                        "a deadband is a number from 0, or a percentage up to 100%, not " + amount);
            }
        }

        public boolean isNone() {
            return amount == 0;
        }
    }

    /** As fast as the server can, 64 values kept, every value told. */
    public static final Monitoring STANDARD = new Monitoring(0, 64, Trigger.STATUS_VALUE_TIMESTAMP, Deadband.NONE);

    /** @throws IllegalArgumentException if something cannot be */
    public Monitoring {
        if (samplingIntervalMs < 0) {
            throw new IllegalArgumentException("sampling interval " + samplingIntervalMs + " ms is negative");
        }
        if (queueSize < 1) {
            throw new IllegalArgumentException("queue size " + queueSize + " is below 1");
        }
        if (!deadband.isNone() && trigger != Trigger.STATUS_VALUE) {
            throw new IllegalArgumentException(
                    "a deadband says which changes of the value count: it goes with the trigger status-value only");
        }
    }
}
