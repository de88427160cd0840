package io.millrace.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.ingest.sparkplug.SparkplugTopic.Type;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A topic is an edge node's exactly if it has the form that Sparkplug 3.0, 4.1 gives it. */
class SparkplugTopicFuzzTest {
    private static final Pattern OF_NODE = Pattern.compile("spBv1\\.0/([^/]*)/(N(?:BIRTH|DATA|DEATH))/([^/]*)()");
    private static final Pattern OF_DEVICE =
            Pattern.compile("spBv1\\.0/([^/]*)/(D(?:BIRTH|DATA|DEATH))/([^/]*)/([^/]*)");

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "spBv1.0/Berlin/NBIRTH/line2",
                        "spBv1.0/Berlin/DDATA/line2/mill1",
                        "spBv1.0/Berlin/NCMD/line2",
                        "spBv1.0/Berlin/DDEATH/line2",
                        "spBv1.0/Größe/NDATA/",
                        "spBv1.0/STATE/millrace",
                        "STATE/millrace")
                .map(topic -> topic.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldTakeWhatHasTheForm(final byte[] utf8) {
        final String topic = new String(utf8, StandardCharsets.UTF_8);
        final Matcher node = OF_NODE.matcher(topic);
        final Matcher form = node.matches() ? node : OF_DEVICE.matcher(topic);
        assertThat(SparkplugTopic.parse(topic))
                .isEqualTo(
                        form.matches()
                                ? new SparkplugTopic(
                                        form.group(1), Type.valueOf(form.group(2)), form.group(3), form.group(4))
                                : null);
    }
}
