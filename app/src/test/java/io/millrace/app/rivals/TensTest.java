package io.millrace.app.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.load.LoadPlant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class TensTest {
    private static final long START_NS = 1_700_000_000_123_456_789L;
    private static final long EVERY_NS = 1_000_003;

    private final Tens tens = new Tens(2, Wire.JSON);

    @Test
    void shouldFindNothingWhenEachTenIsToldOnce() {
        send(0, 25);
        send(1, 10);

        assertThat(tell(0, 1)).as("when the tenth was due").isEqualTo(due(9));
        assertThat(tell(1, 1)).isEqualTo(due(9));
        assertThat(tell(0, 2)).isEqualTo(due(19));

        assertThat(tens.result()).isEqualTo(new Account.Result(35, 3, 3, 0, 0));
        assertThat(tens.result().lost()).isZero();
    }

    @Test
    void shouldNumberTheMessagesOfEachMachine() {
        assertThat(tens.sent(0, due(0))).isZero();
        assertThat(tens.sent(1, due(0))).isZero();
        assertThat(tens.sent(0, due(1))).isEqualTo(1);
    }

    @Test
    void shouldMissATenThatIsNotTold() {
        send(0, 30);
        tell(0, 1);
        tell(0, 3);

        assertThat(tens.result().lost()).isEqualTo(1);
    }

    @Test
    void shouldCountATenThatIsToldAgainAndNotMeasureIt() {
        send(0, 20);
        tell(0, 1);

        assertThat(tell(0, 1)).isEqualTo(Account.NOT_MEASURED);
        assertThat(tens.result().doubled()).isEqualTo(1);
        assertThat(tens.result().lost()).as("the other one is still missing").isEqualTo(1);
    }

    @Test
    void shouldNoticeThatAMessageWasNotCounted() {
        send(0, 21);
        take(json(LoadPlant.path(0), 0, 2, 10, due(20)));

        assertThat(tens.result().wrong()).as("triggered by the 21st").isEqualTo(1);
    }

    @Test
    void shouldNoticeThatAMessageWasCountedTwice() {
        send(0, 10);
        take(json(LoadPlant.path(0), 0, 1, 10, due(8)));

        assertThat(tens.result().wrong()).as("triggered by the ninth").isEqualTo(1);
    }

    @Test
    void shouldCompareTimesAsExactlyAsTheyGoOverTheWire() {
        final long roughNs = due(9) / 1_000_000 * 1_000_000;
        final Tens sparkplug = new Tens(1, Wire.SPARKPLUG);
        for (final Tens each : List.of(tens, sparkplug)) {
            for (int message = 0; message < 10; message++) {
                each.sent(0, due(message));
            }
            each.take(record(json(LoadPlant.path(0), 0, 1, 10, roughNs)));
        }

        assertThat(tens.result().wrong()).isEqualTo(1);
        assertThat(sparkplug.result().wrong()).isZero();
    }

    @Test
    void shouldNoticeATenBeyondWhatWasSent() {
        send(0, 19);

        assertThat(tell(0, 2)).isEqualTo(Account.NOT_MEASURED);
        assertThat(tens.result().wrong()).isEqualTo(1);
        assertThat(tens.result().arrived()).isZero();
    }

    @Test
    void shouldNoticeOtherQuantitiesAndMachines() {
        send(0, 20);
        take(json(LoadPlant.path(0), 0, 1, 9, due(9)));
        take(json(LoadPlant.path(1), 0, 2, 10, due(19)));

        assertThat(tens.result().wrong()).isEqualTo(2);
    }

    @Test
    void shouldTakeWhateverComesForWrong() {
        send(0, 10);
        assertThat(take("no json")).isEqualTo(Account.NOT_MEASURED);
        assertThat(take("")).isEqualTo(Account.NOT_MEASURED);
        assertThat(take("{\"order\":\"somebody's\",\"operation\":\"0010\",\"number\":1}"))
                .isEqualTo(Account.NOT_MEASURED);
        assertThat(tens.take(new ConsumerRecord<>("t", 0, 0, null, null))).isEqualTo(Account.NOT_MEASURED);

        assertThat(tens.result()).isEqualTo(new Account.Result(10, 1, 0, 0, 4));
    }

    private static long due(final int message) {
        return START_NS + message * EVERY_NS;
    }

    private void send(final int machine, final int messages) {
        for (int message = 0; message < messages; message++) {
            tens.sent(machine, due(message));
        }
    }

    private long tell(final int machine, final int number) {
        return take(json(LoadPlant.path(machine), machine, number, 10, due(number * 10 - 1)));
    }

    private long take(final String json) {
        return tens.take(record(json));
    }

    private static ConsumerRecord<byte[], byte[]> record(final String json) {
        return new ConsumerRecord<>("t", 0, 0, null, json.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(
            final String path, final int machine, final int number, final int good, final long timeNs) {
        return "{\"machine\":\"" + path + "\",\"order\":\""
                + LoadPlant.operation(machine).order() + "\",\"operation\":\""
                + LoadPlant.operation(machine).operation() + "\",\"number\":" + number + ",\"quantity\":{\"good\":"
                + good + "},\"triggerSourceTime\":\"" + Instant.ofEpochSecond(0, timeNs) + "\"}";
    }
}
