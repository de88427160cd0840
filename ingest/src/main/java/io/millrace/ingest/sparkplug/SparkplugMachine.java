package io.millrace.ingest.sparkplug;

import io.millrace.ingest.signal.MachineSignals;
import java.util.Arrays;

/**
 * @param deviceKey {@code group/node/device}, or {@code group/node} for metrics of the edge node itself
 * @param signals whose addresses are metric names
 */
public record SparkplugMachine(String deviceKey, MachineSignals signals) {
    String nodeKey() {
        final int second = secondSlash();
        return second < 0 ? deviceKey : deviceKey.substring(0, second);
    }

    /** Empty for the edge node itself. */
    String device() {
        final int second = secondSlash();
        return second < 0 ? "" : deviceKey.substring(second + 1);
    }

    String group() {
        return deviceKey.substring(0, Math.max(0, deviceKey.indexOf('/')));
    }

    boolean isWellFormed() {
        final String[] levels = deviceKey.split("/", -1);
        return (levels.length == 2 || levels.length == 3)
                && Arrays.stream(levels).allMatch(SparkplugTopic::isLevel);
    }

    private int secondSlash() {
        return deviceKey.indexOf('/', deviceKey.indexOf('/') + 1);
    }
}
