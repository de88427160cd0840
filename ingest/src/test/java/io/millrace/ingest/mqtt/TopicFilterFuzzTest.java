package io.millrace.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A filter is valid, and matches a topic, exactly where MQTT 5, 4.7 and 4.8.2, written as regular expressions, say so. */
class TopicFilterFuzzTest {
    private static final Pattern SHARED = Pattern.compile("\\$share/[^/+#\0]+/(.*)", Pattern.DOTALL);
    private static final Pattern FILTER = Pattern.compile("(#|(\\+|[^/+#\0]*)(/(\\+|[^/+#\0]*))*(/#)?)");
    /** Regular expressions recur for each level. */
    private static final int LONGEST = 500;

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "factory/+/parts/#\nfactory/m1/parts/0010",
                        "a/#\na",
                        "#\n$SYS/broker",
                        "$SYS/+\n$SYS/broker",
                        "+/b\n/b",
                        "$share/group/a/+\na/b",
                        "$share//a\na",
                        "$share/g+/a\na",
                        "a+/b#\na",
                        "$share/g/$share/g\na",
                        "/\n/",
                        "a/+/#\na/b/c/d")
                .map(both -> both.getBytes(StandardCharsets.UTF_8));
    }

    /** @param lines a filter and a topic */
    @MethodSource("seeds")
    @FuzzTest
    void shouldMatchWhatTheStandardSays(final byte[] lines) {
        if (lines.length > LONGEST) {
            return;
        }
        final String[] both = new String(lines, StandardCharsets.UTF_8).split("\n", 2);
        final String filter = both[0];
        final Matcher shared = SHARED.matcher(filter);
        final boolean isShared = filter.startsWith("$share/");
        final String plain = !isShared ? filter : shared.matches() ? shared.group(1) : "";
        final boolean isValid = !plain.isEmpty() && FILTER.matcher(plain).matches();
        assertThat(TopicFilter.isValid(filter)).as("valid: %s", filter).isEqualTo(isValid);
        if (!isValid || both.length < 2 || !isTopic(both[1])) {
            return;
        }
        final boolean isMatch = !(isWild(plain.charAt(0)) && both[1].startsWith("$"))
                && regex(plain).matcher(both[1]).matches();
        final TopicFilter read = new TopicFilter(filter);
        final String[] levels = TopicFilter.split(both[1]);
        assertThat(read.matches(levels)).as("%s matches %s", filter, both[1]).isEqualTo(isMatch);
        assertThat(!isMatch || read.mayMatch(levels))
                .as("%s may match %s", filter, both[1])
                .isTrue();
    }

    private static boolean isTopic(final String topic) {
        return !topic.isEmpty() && topic.chars().noneMatch(c -> isWild((char) c) || c == 0);
    }

    private static boolean isWild(final char c) {
        return c == '+' || c == '#';
    }

    private static Pattern regex(final String filter) {
        final StringBuilder regex = new StringBuilder();
        for (final String part : filter.split("(?<=[/+#])|(?=[/+#])")) {
            switch (part) {
                case "+" -> regex.append("[^/]*");
                case "#" -> regex.append(regex.isEmpty() ? ".*" : "(/.*)?");
                default -> regex.append(Pattern.quote(part));
            }
        }
        // The slash before the last wildcard is within its group.
        final String slash = Pattern.quote("/");
        return Pattern.compile(regex.toString().replace(slash + "(/.*)?", "(/.*)?"), Pattern.DOTALL);
    }
}
