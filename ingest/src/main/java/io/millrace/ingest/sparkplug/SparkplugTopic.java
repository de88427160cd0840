package io.millrace.ingest.sparkplug;

import org.jspecify.annotations.Nullable;

/**
 * {@code spBv1.0/group/type/node[/device]} (Sparkplug 3.0, 4.1).
 *
 * @param device empty for the edge node's own messages
 */
record SparkplugTopic(String group, Type type, String node, String device) {
    static final String NAMESPACE = "spBv1.0";

    enum Type {
        NBIRTH,
        NDATA,
        NDEATH,
        DBIRTH,
        DDATA,
        DDEATH;

        boolean isData() {
            return this == NDATA || this == DDATA;
        }
    }

    /** @return null if it is none that an edge node publishes: commands, STATE, anything else */
    static @Nullable SparkplugTopic parse(final String topic) {
        final String[] levels = topic.split("/", -1);
        if (levels.length < 4 || levels.length > 5 || !levels[0].equals(NAMESPACE)) {
            return null;
        }
        final Type type = type(levels[2]);
        final boolean ofDevice = levels.length == 5;
        if (type == null || ofDevice != (type.name().charAt(0) == 'D')) {
            return null;
        }
        return new SparkplugTopic(levels[1], type, levels[3], ofDevice ? levels[4] : "");
    }

    static String state(final String hostId) {
        return NAMESPACE + "/STATE/" + hostId;
    }

    /** True if it may stand between two slashes of a topic. */
    static boolean isLevel(final String text) {
        return !text.isBlank() && text.chars().noneMatch(c -> c == '/' || c == '+' || c == '#' || c == 0);
    }

    String nodeKey() {
        return group + '/' + node;
    }

    String deviceKey() {
        return device.isEmpty() ? nodeKey() : nodeKey() + '/' + device;
    }

    private static @Nullable Type type(final String name) {
        for (final Type type : Type.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }
}
