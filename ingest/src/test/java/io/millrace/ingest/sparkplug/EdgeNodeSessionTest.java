package io.millrace.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.sparkplug.EdgeNodeSession.Action;
import io.millrace.ingest.sparkplug.EdgeNodeSession.Input;
import io.millrace.ingest.sparkplug.EdgeNodeSession.State;
import io.millrace.ingest.sparkplug.EdgeNodeSession.Step;
import io.millrace.ingest.sparkplug.SparkplugTopic.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeNodeSessionTest {
    private static final long REORDER_MS = 2_000;

    private final List<String> effects = new ArrayList<>();
    private final EdgeNodeSession session = new EdgeNodeSession(REORDER_MS, new EdgeNodeSession.Effects() {
        @Override
        public void onBirth(final SparkplugMessage birth) {
            effects.add("birth");
        }

        @Override
        public void onMessage(final SparkplugMessage message) {
            effects.add("take " + message.seq());
        }

        @Override
        public void onDeath(final SparkplugMessage death) {
            effects.add("death");
        }

        @Override
        public void onGap(final long fromNs, final long toNs, final String cause) {
            effects.add("gap " + TimeUnit.NANOSECONDS.toMillis(fromNs) + ".." + TimeUnit.NANOSECONDS.toMillis(toNs));
        }

        @Override
        public void onRebirthNeeded(final String cause) {
            effects.add("rebirth: " + cause);
        }
    });
    private long nowMs = 1_000_000;

    @ParameterizedTest
    @CsvSource({
        "UNBORN,     BIRTH,           BORN,       BEGIN",
        "UNBORN,     NEXT_NUMBER,     UNBORN,     REFUSE",
        "UNBORN,     OTHER_NUMBER,    UNBORN,     REFUSE",
        "UNBORN,     DEATH,           DEAD,       END",
        "UNBORN,     TIME_OUT,        UNBORN,     NONE",
        "UNBORN,     CONNECTION_LOST, UNBORN,     NONE",
        "BORN,       BIRTH,           BORN,       BEGIN",
        "BORN,       NEXT_NUMBER,     BORN,       TAKE",
        "BORN,       OTHER_NUMBER,    REORDERING, HOLD",
        "BORN,       DEATH,           DEAD,       END",
        "BORN,       TIME_OUT,        BORN,       NONE",
        "BORN,       CONNECTION_LOST, UNBORN,     FORGET",
        "REORDERING, BIRTH,           BORN,       BEGIN",
        "REORDERING, NEXT_NUMBER,     BORN,       TAKE",
        "REORDERING, OTHER_NUMBER,    REORDERING, HOLD",
        "REORDERING, DEATH,           DEAD,       END",
        "REORDERING, TIME_OUT,        UNBORN,     GIVE_UP",
        "REORDERING, CONNECTION_LOST, UNBORN,     FORGET",
        "DEAD,       BIRTH,           BORN,       BEGIN",
        "DEAD,       NEXT_NUMBER,     DEAD,       REFUSE",
        "DEAD,       OTHER_NUMBER,    DEAD,       REFUSE",
        "DEAD,       DEATH,           DEAD,       NONE",
        "DEAD,       TIME_OUT,        DEAD,       NONE",
        "DEAD,       CONNECTION_LOST, UNBORN,     FORGET",
    })
    void shouldStepAsTheTableSays(final State state, final Input input, final State next, final Action action) {
        assertThat(EdgeNodeSession.step(state, input)).isEqualTo(new Step(next, action));
    }

    @Test
    @DisplayName("Numbers go on over 255 to 0 and start anew with a birth [tck-id-payloads-sequence-num-incrementing]")
    void shouldFollowTheNumbers() {
        birth(0, 1);
        for (int i = 1; i <= 600; i++) {
            data(i % 256);
        }
        birth(0, 1);
        data(1);

        assertThat(effects).hasSize(603).noneMatch(effect -> effect.startsWith("gap") || effect.startsWith("rebirth"));
    }

    @Test
    @Requirement({
        "tck-id-operational-behavior-host-reordering-start",
        "tck-id-operational-behavior-host-reordering-success"
    })
    void shouldReorderWithinTheTime() {
        birth(0, 1);
        data(3);
        data(2);
        assertThat(effects).containsExactly("birth");

        pass(REORDER_MS - 1);
        data(1);

        assertThat(effects).containsExactly("birth", "take 1", "take 2", "take 3");
        pass(10 * REORDER_MS);
        assertThat(effects).as("the timer has stopped").hasSize(4);
        data(4);
        assertThat(effects).endsWith("take 4");
    }

    @Test
    @Requirement("tck-id-operational-behavior-host-reordering-rebirth")
    void shouldAskForARebirthWhenTheReorderTimeIsOver() {
        birth(0, 1);
        pass(100);
        data(1);
        pass(100);
        data(3);
        pass(REORDER_MS - 1);
        assertThat(session.state()).isEqualTo(State.REORDERING);

        pass(1);

        assertThat(effects).containsExactly("birth", "take 1", "gap 1000100..1002200", "rebirth: number 2 is missing");
        data(4);
        assertThat(effects).as("unreadable until reborn").hasSize(4);
        birth(0, 1);
        data(1);
        assertThat(effects).endsWith("birth", "take 1");
    }

    @Test
    @Requirement("tck-id-operational-behavior-host-reordering-param")
    void shouldNotWaitWhereTheReorderTimeIsZero() {
        final List<String> asked = new ArrayList<>();
        final EdgeNodeSession hasty = new EdgeNodeSession(0, new EdgeNodeSession.Effects() {
            @Override
            public void onBirth(final SparkplugMessage birth) {}

            @Override
            public void onMessage(final SparkplugMessage message) {}

            @Override
            public void onDeath(final SparkplugMessage death) {}

            @Override
            public void onGap(final long fromNs, final long toNs, final String cause) {}

            @Override
            public void onRebirthNeeded(final String cause) {
                asked.add(cause);
            }
        });
        hasty.onMessage(message(Type.NBIRTH, 0, 1));
        hasty.onMessage(message(Type.NDATA, 7, -1));
        hasty.onTime(nowNs());

        assertThat(asked).containsExactly("number 1 is missing");
    }

    @Test
    void shouldStartASecondWaitForASecondHole() {
        birth(0, 1);
        data(2);
        pass(1_000);
        data(4);
        data(1);
        assertThat(effects).containsExactly("birth", "take 1", "take 2");
        assertThat(session.state()).isEqualTo(State.REORDERING);

        pass(REORDER_MS - 1);
        assertThat(session.state()).isEqualTo(State.REORDERING);
        pass(1);
        assertThat(effects)
                .as("number 3 was sent after number 2, which had come at the start")
                .endsWith("gap 1000000..1003000", "rebirth: number 3 is missing");
    }

    @Test
    void shouldKeepWhatOvertookItsBirthAndDropWhatIsOlder() {
        birth(0, 1);
        data(1);
        pass(10);
        data(9);
        pass(10);
        final SparkplugMessage birth = message(Type.NBIRTH, 0, 1);
        pass(10);
        send(message(Type.DBIRTH, 1, -1), birth);

        assertThat(effects).containsExactly("birth", "take 1", "gap 1000000..1000020", "birth", "take 1");
        assertThat(session.state()).isEqualTo(State.BORN);
    }

    @Test
    void shouldHoldNoMoreMessagesThanThereAreNumbers() {
        birth(0, 1);
        for (int i = 0; i < 256; i++) {
            data(2);
        }
        assertThat(effects).endsWith("gap 1000000..1000000", "rebirth: number 1 is missing");
        assertThat(session.state()).isEqualTo(State.UNBORN);
    }

    @Test
    void shouldIgnoreTheDeathOfAnEarlierSession() {
        birth(0, 8);
        death(7);
        assertThat(effects).containsExactly("birth");
        assertThat(session.state()).isEqualTo(State.BORN);

        death(8);
        assertThat(effects).containsExactly("birth", "death");
        assertThat(session.state()).isEqualTo(State.DEAD);
        data(1);
        assertThat(effects).endsWith("rebirth: a message after the death");
    }

    @Test
    void shouldDeclareAGapWhenASessionEndedUnseen() {
        birth(0, 1);
        pass(50);
        data(1);
        pass(50);
        birth(0, 2);

        assertThat(effects).containsExactly("birth", "take 1", "gap 1000050..1000100", "birth");
    }

    @Test
    void shouldDeclareWhatWasStillMissingAtADeath() {
        birth(0, 1);
        data(2);
        pass(5);
        death(1);

        assertThat(effects).containsExactly("birth", "gap 1000000..1000005", "death");
    }

    @Test
    void shouldRefuseDataBeforeTheBirth() {
        data(17);
        assertThat(effects).containsExactly("rebirth: a message before the birth");
    }

    @Test
    void shouldAskForARebirthOncePerPause() {
        for (int i = 0; i < 100; i++) {
            data(17);
            pass(49);
        }
        assertThat(effects).hasSize(1);

        pass(100);
        assertThat(effects).as("asked in the pause, so asked after it").hasSize(2);
        pass(60_000);
        assertThat(effects).as("a silent node is not asked again and again").hasSize(2);
    }

    @Test
    void shouldNotAskAfterTheBirthItWaitedFor() {
        data(17);
        data(18);
        birth(0, 1);
        pass(60_000);

        assertThat(effects).containsExactly("rebirth: a message before the birth", "birth");
    }

    @Test
    void shouldForgetAllWhenTheConnectionIsLost() {
        birth(0, 1);
        data(2);
        session.onConnectionLost(nowNs());
        pass(10 * REORDER_MS);

        assertThat(effects).containsExactly("birth");
        assertThat(session.state()).isEqualTo(State.UNBORN);
        data(1);
        assertThat(effects).endsWith("rebirth: a message before the birth");
    }

    @Test
    void shouldNotWaitForeverWhenTheClockIsSetBack() {
        birth(0, 1);
        data(2);
        nowMs -= 3_600_000;
        pass(0);

        assertThat(effects).endsWith("rebirth: number 1 is missing");
    }

    private void birth(final int seq, final long bdSeq) {
        send(message(Type.NBIRTH, seq, bdSeq));
    }

    private void data(final int seq) {
        send(message(Type.DDATA, seq, -1));
    }

    private void death(final long bdSeq) {
        send(message(Type.NDEATH, 0, bdSeq));
    }

    private void send(final SparkplugMessage... messages) {
        for (final SparkplugMessage message : messages) {
            session.onMessage(message);
        }
    }

    private void pass(final long ms) {
        nowMs += ms;
        session.onTime(nowNs());
    }

    private long nowNs() {
        return TimeUnit.MILLISECONDS.toNanos(nowMs);
    }

    private SparkplugMessage message(final Type type, final int seq, final long bdSeq) {
        final String device = type.name().startsWith("D") ? "d" : "";
        return new SparkplugMessage(
                "spBv1.0/g/" + type + "/n",
                new SparkplugTopic("g", type, "n", device),
                new byte[0],
                nowNs(),
                seq,
                nowMs,
                bdSeq);
    }
}
