package io.millrace.ingest.mqtt;

/** An MQTT topic filter (MQTT 5, 4.7), split once. Immutable. */
final class TopicFilter {
    private static final String SHARE = "$share/";

    private final String[] levels;

    TopicFilter(final String filter) {
        levels = split(withoutShare(filter));
    }

    static String[] split(final String topic) {
        return topic.split("/", -1);
    }

    static boolean isValid(final String filter) {
        final String plain = withoutShare(filter);
        final String[] levels = split(plain);
        for (int i = 0; i < levels.length; i++) {
            final boolean hash = levels[i].equals("#") && i == levels.length - 1;
            final boolean wild = levels[i].indexOf('+') >= 0 || levels[i].indexOf('#') >= 0;
            if (wild && !hash && !levels[i].equals("+")) {
                return false;
            }
        }
        return !plain.isEmpty() && plain.indexOf('\0') < 0;
    }

    boolean matches(final String[] topic) {
        // Wildcards at the front do not match the broker's own topics.
        if (topic[0].startsWith("$") && !topic[0].equals(levels[0])) {
            return false;
        }
        for (int i = 0; i < levels.length; i++) {
            if (levels[i].equals("#")) {
                return true;
            }
            if (i >= topic.length || !(levels[i].equals("+") || levels[i].equals(topic[i]))) {
                // "a/#" matches "a" too.
                return false;
            }
            if (i == topic.length - 1 && i == levels.length - 2 && levels[i + 1].equals("#")) {
                return true;
            }
        }
        return topic.length == levels.length;
    }

    /** True if there is a topic that both this filter and the other match. @param other levels, of which some may be {@code +} */
    boolean mayMatch(final String[] other) {
        for (int i = 0; i < levels.length; i++) {
            if (levels[i].equals("#")) {
                return i <= other.length;
            }
            if (i >= other.length || !(levels[i].equals("+") || other[i].equals("+") || levels[i].equals(other[i]))) {
                return false;
            }
        }
        return levels.length == other.length;
    }

    private static String withoutShare(final String filter) {
        if (!filter.startsWith(SHARE)) {
            return filter;
        }
        final int slash = filter.indexOf('/', SHARE.length());
        return slash > SHARE.length() && isShareName(filter.substring(SHARE.length(), slash))
                ? filter.substring(slash + 1)
                : "";
    }

    /** MQTT 5, 4.8.2. */
    private static boolean isShareName(final String name) {
        return name.chars().noneMatch(c -> c == '+' || c == '#' || c == 0);
    }
}
