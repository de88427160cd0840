package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.metric;
import static io.millrace.ingest.sparkplug.TestMetric.named;
import static io.millrace.ingest.sparkplug.TestMetric.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.event.Fact.CounterReading;
import io.millrace.core.event.Measure;
import io.millrace.ingest.mqtt.MqttVersion;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.SourceContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of payloads before any session sees them. */
class EdgeNodesTest {
    private static final String NODE_BIRTH = "spBv1.0/Berlin/NBIRTH/line2";
    private static final String DEVICE_BIRTH = "spBv1.0/Berlin/DBIRTH/line2/mill1";

    private final CollectingInlet inlet = new CollectingInlet();
    private final SparkplugCounters counters = new SparkplugCounters();
    private final EdgeNodes nodes = new EdgeNodes(
            new SparkplugConfig(
                    "spb",
                    List.of(new MqttServer("localhost", 1883, null)),
                    MqttVersion.V5,
                    null,
                    null,
                    "c",
                    "millrace",
                    List.of("Berlin"),
                    2_000,
                    HostRig.machines()),
            Set.of(HostRig.MILL1),
            0,
            new Outlet(new SourceContext("gw", "spb", () -> 1, inlet, Set.of(HostRig.MILL1), 0), () -> false),
            counters,
            new EdgeNode.Commands() {
                @Override
                public void requestRebirth(final String nodeKey, final int server, final String cause) {}

                @Override
                public void report(final String kind, final String text) {}
            });

    @ParameterizedTest
    @ValueSource(strings = {"GZIP", "DEFLATE", ""})
    void shouldReadCompressedPayloads(final String algorithm) throws IOException {
        hear(NODE_BIRTH, payload(1, 0, metric().name("bdSeq").longValue(1)));
        hear(
                DEVICE_BIRTH,
                compressed(
                        algorithm,
                        payload(1, 1, named("Good", 3, DataType.UINT64).longValue(7))));

        assertThat(inlet.facts()).containsExactly(new CounterReading(Measure.GOOD, true, 7_000));
        assertThat(inlet.letters).isEmpty();
    }

    @Test
    void shouldKeepWhatCannotBeDecompressedAndWhatIsTooLargeThen() throws IOException {
        final byte[] bomb = compressed("GZIP", new byte[2 << 20]);
        final byte[] damaged = outer("GZIP", new byte[] {1, 2, 3});
        final byte[] many =
                payload(1, 0, Stream.generate(TestMetric::metric).limit(10_001).toArray(TestMetric[]::new));
        hear(NODE_BIRTH, bomb);
        hear(NODE_BIRTH, damaged);
        hear(NODE_BIRTH, many);

        assertThat(inlet.letters)
                .extracting(DeadLetter::reason)
                .containsExactly(
                        DeadLetter.Reason.TOO_LARGE, DeadLetter.Reason.UNDECODABLE, DeadLetter.Reason.TOO_LARGE);
        assertThat(inlet.letters).extracting(DeadLetter::payload).containsExactly(bomb, damaged, many);
        assertThat(counters.undecodable().sum()).isEqualTo(3);
    }

    @Test
    void shouldMakeItsCountersKnown() {
        final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        counters.bindTo(registry, Tags.of("source", "spb"));
        hear("spBv1.0/Berlin/DBIRTH/line9/unknown", payload(1, 1));

        assertThat(registry.get("millrace.sparkplug.not.mapped")
                        .tag("source", "spb")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.getMeters()).hasSize(9);
    }

    private void hear(final String topic, final byte[] payload) {
        nodes.onPublish(0, topic, payload, 1);
    }

    private static byte[] compressed(final String algorithm, final byte[] inner) throws IOException {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream out =
                algorithm.equals("GZIP") ? new GZIPOutputStream(body) : new DeflaterOutputStream(body)) {
            out.write(inner);
        }
        return outer(algorithm, body.toByteArray());
    }

    private static byte[] outer(final String algorithm, final byte[] body) {
        return TestMetric.bytes(out -> {
            out.writeString(4, "SPBV1.0_COMPRESSED");
            out.writeByteArray(5, body);
            if (!algorithm.isEmpty()) {
                out.writeByteArray(
                        2, metric().name("algorithm").type(12).text(algorithm).bytes());
            }
        });
    }
}
