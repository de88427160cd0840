package io.millrace.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.ring.RingKit;
import io.millrace.ingest.source.WritableMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LanesTest {
    private static final int SLOTS = 4;

    @TempDir
    Path root;

    private ChronicleJournal critical;
    private ChronicleJournal telemetry;
    private RingKit criticalKit;
    private RingKit telemetryKit;
    private Lanes lanes;
    private final AtomicInteger acknowledged = new AtomicInteger();

    @BeforeEach
    void open() {
        critical = JournalKit.open(root.resolve("critical"));
        telemetry = JournalKit.open(root.resolve("telemetry"));
        criticalKit = new RingKit(critical, SLOTS);
        telemetryKit = new RingKit(telemetry, SLOTS);
        lanes = new Lanes(criticalKit.ring(), telemetryKit.ring());
    }

    @AfterEach
    void close() {
        criticalKit.ring().close(0);
        telemetryKit.ring().close(0);
        critical.close();
        telemetry.close();
    }

    @Test
    void shouldAcknowledgeAMixedMessageWhenBothPartsAreDurable() {
        assertThat(offer(value(), JournalKit.reading("m", 1), value())).isTrue();
        criticalKit.ring().start();
        await().until(() -> critical.lastPosition() == 1);
        assertThat(criticalKit.ring().close(5_000_000_000L)).isTrue();
        assertThat(acknowledged).as("one part of two").hasValue(0);
        telemetryKit.ring().start();
        await().until(() -> acknowledged.get() == 1);
        assertThat(JournalKit.readAll(critical)).singleElement().satisfies(e -> assertThat(e.events())
                .hasSize(1));
        assertThat(JournalKit.readAll(telemetry)).singleElement().satisfies(e -> assertThat(e.events())
                .hasSize(2));
    }

    @Test
    void shouldTakeNothingOfAMessageThatHasNoRoomOnOneLane() {
        for (int i = 0; i < SLOTS; i++) {
            assertThat(offer(JournalKit.reading("m", i))).isTrue();
        }
        assertThat(offer(value(), JournalKit.reading("m", 9))).isFalse();
        assertThat(telemetryKit.ring().remaining()).isEqualTo(SLOTS);
        assertThat(offer(value())).as("telemetry has room").isTrue();
    }

    @Test
    void shouldTakeWhatCountsWhileTelemetryStandsStill() {
        for (int i = 0; i < SLOTS; i++) {
            assertThat(offer(value())).isTrue();
        }
        assertThat(offer(value())).isFalse();
        criticalKit.ring().start();
        assertThat(offer(JournalKit.reading("m", 1))).isTrue();
        await().until(() -> acknowledged.get() == 1);
        assertThat(telemetry.lastPosition()).isZero();
    }

    @Test
    void shouldMakeNoObjectsOfAMessageThatWritesItself() {
        assertThat(lanes.tryOffer(new Writing(JournalKit.reading("m", 1), false), acknowledged::incrementAndGet))
                .isTrue();
        assertThat(criticalKit.ring().remaining()).isEqualTo(SLOTS - 1);
        assertThat(lanes.tryOffer(new Writing(value(), true), acknowledged::incrementAndGet))
                .isTrue();
        assertThat(criticalKit.ring().remaining()).isEqualTo(SLOTS - 1);
        assertThat(telemetryKit.ring().remaining()).isEqualTo(SLOTS - 1);
    }

    /** One event, not to be asked for as a record. */
    private record Writing(Event event, boolean isTelemetry) implements WritableMessage {
        @Override
        public int count() {
            return 1;
        }

        @Override
        public int write(final int index, final MutableDirectBuffer buffer) {
            return new EventEncoder().encode(event, buffer, 0);
        }

        @Override
        public boolean isTelemetry(final int index) {
            return isTelemetry;
        }

        @Override
        public List<Event> events() {
            throw new AssertionError("asked for records");
        }
    }

    private boolean offer(final Event... message) {
        return lanes.tryOffer(List.of(message), acknowledged::incrementAndGet);
    }

    private static Event value() {
        return new Event(
                EventHead.of("gw", "s", "m", 1, JournalKit.START_NS), new Fact.ProcessValue("speed", 1.5, "", ""));
    }
}
