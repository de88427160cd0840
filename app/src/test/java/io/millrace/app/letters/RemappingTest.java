package io.millrace.app.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.config.Template;
import io.millrace.app.yaml.Surroundings;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.topology.record.DeadLetter;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By the configuration that {@code millrace init} writes: sources mes (JSON), spb (Sparkplug) and opc (OPC UA). */
final class RemappingTest {
    private static final String PRESS = "acme/berlin/press/line1/press1";
    private static final long THEN_NS = 1_790_000_000_000_000_000L;

    @TempDir
    private Path folder;

    private Remapping remapping;

    @BeforeEach
    void read() throws Exception {
        try (InputStream in =
                Objects.requireNonNull(Template.class.getResourceAsStream("/io/millrace/app/command/millrace.yaml"))) {
            Files.copy(in, folder.resolve("millrace.yaml"));
        }
        Files.writeString(folder.resolve("plant.yaml"), Template.plant());
        remapping = new Remapping(ConfigurationFile.read(
                        folder.resolve("millrace.yaml"), new Surroundings(folder, name -> "from-the-environment"))
                .orThrow());
    }

    @Test
    void shouldMapAsIfItCameThen() {
        final Remapped remapped = remapping.of(json("millrace/v1/" + machine() + "/state", "{\"state\":\"EXECUTE\"}"));
        assertThat(remapped.isWhole()).isTrue();
        assertThat(remapped.events()).singleElement().satisfies(event -> {
            assertThat(event.head().source()).isEqualTo("mes");
            assertThat(event.head().sourceTimeNs()).isEqualTo(THEN_NS);
            assertThat(event.head().gatewayTimeNs()).isEqualTo(THEN_NS);
        });
    }

    @Test
    void shouldSayWhatIsStillWrong() {
        final Remapped remapped = remapping.of(json("nobody/knows", "{}"));
        assertThat(remapped.events()).isEmpty();
        assertThat(remapped.left()).contains("NOT_MAPPED", "nobody/knows");
    }

    @Test
    void shouldNameTheRemedyWhereASourceCannotBeReadAgain() {
        assertThat(remapping.of(letter("spb", "spBv1.0/a/DBIRTH/n/d", "x")).left())
                .contains("rebirth", "discard");
        assertThat(remapping.of(letter("opc", "ns=2;s=A", "x")).left()).contains("connects", "discard");
        assertThat(remapping.of(letter("gone", "a/b", "x")).left()).contains("no source is named \"gone\"");
        assertThat(remapping.of(letter("mes", "a/b", "")).left()).contains("say it again");
    }

    @Test
    void shouldTakeAnEventAsItIs() {
        final Event event =
                new Event(EventHead.of("gw1", "plc", PRESS, THEN_NS, THEN_NS).withTransport(3, 4), new Fact.Tick());
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final byte[] bytes = Arrays.copyOf(buffer.byteArray(), new EventEncoder().encode(event, buffer, 0));
        final DeadLetter.Position position = new DeadLetter.Position("millrace.events", 0, 7);
        assertThat(remapping
                        .of(DeadLetter.ofRecord(position, THEN_NS, DeadLetter.PARKED, "", PRESS, bytes))
                        .events())
                .containsExactly(event);
        assertThat(remapping
                        .of(DeadLetter.ofRecord(
                                position, THEN_NS, DeadLetter.UNDECODABLE, "", "", new byte[] {1, 2, 3}))
                        .left())
                .contains("no event", "discard");
        assertThat(remapping
                        .of(DeadLetter.ofRecord(position, THEN_NS, DeadLetter.UNDECODABLE, "", "", new byte[200]))
                        .left())
                .contains("no event", "discard");
    }

    private String machine() {
        return Template.plant()
                .lines()
                .filter(line -> line.contains("path: "))
                .map(line -> line.substring(line.indexOf("path: ") + 6).strip())
                .findFirst()
                .orElseThrow();
    }

    private static DeadLetter json(final String topic, final String payload) {
        return letter("mes", topic, payload);
    }

    private static DeadLetter letter(final String source, final String origin, final String payload) {
        return new DeadLetter(
                source,
                origin,
                THEN_NS,
                "NOT_MAPPED",
                DeadLetter.TECHNICAL,
                "",
                "",
                "",
                "",
                null,
                payload.getBytes(StandardCharsets.UTF_8));
    }
}
