package io.millrace.ingest.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DiskWatermarkTest {
    private static final long MB = 1L << 20;
    private static final JournalSettings SETTINGS =
            new JournalSettings("FAST_HOURLY", 1 << 20, SyncPolicy.PROCESS, 256 * MB, 1024 * MB);

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicLong usable = new AtomicLong(4096 * MB);
    private final DiskWatermark watermark = new DiskWatermark(usable::get, nanoTime::get, SETTINGS);

    @Test
    void shouldShedLongBeforeItStops() {
        assertThat(watermark.isTight()).isFalse();
        left(1023);
        assertThat(watermark.isTight()).isTrue();
        assertThat(watermark.isFull()).isFalse();
        left(255);
        assertThat(watermark.isFull()).isTrue();
        assertThat(watermark.isTight()).isTrue();
    }

    @Test
    void shouldGoOnOnlyWellAboveTheMark() {
        left(1023);
        assertThat(watermark.isTight()).isTrue();
        left(1100);
        assertThat(watermark.isTight())
                .as("a file deleted, and soon full again")
                .isTrue();
        left(1152);
        assertThat(watermark.isTight()).isFalse();
        left(1100);
        assertThat(watermark.isTight()).isFalse();
    }

    @Test
    void shouldLookAtTheDiskAgainAfterAWhileOrAfterMuch() {
        assertThat(watermark.isFull()).isFalse();
        usable.set(0);
        assertThat(watermark.isFull()).as("looked at just now").isFalse();
        watermark.onAppended(1 << 19);
        assertThat(watermark.isFull()).isTrue();
    }

    @Test
    void shouldSayHowLongItLastsAtTheRateOfTheLastMinutes() {
        assertThat(watermark.secondsUntilFull()).isEqualTo(Double.POSITIVE_INFINITY);
        for (int second = 0; second < 1000; second++) {
            usable.addAndGet(-MB);
            nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
            watermark.isFull();
        }
        assertThat(watermark.secondsUntilFull())
                .as("3,096 MB left, less 1,024 MB, 1 MB/s")
                .isCloseTo(3096 - 1024, withinPercentage(0.5));
        usable.addAndGet(500 * MB);
        assertThat(watermark.secondsUntilFull())
                .as("what is deleted is more room, not a slower rate")
                .isCloseTo(3596 - 1024, withinPercentage(0.5));
        nanoTime.addAndGet(Duration.ofHours(2).toNanos());
        assertThat(watermark.secondsUntilFull())
                .as("nothing for two hours")
                .isGreaterThan(Duration.ofDays(1).toSeconds());
        left(1000);
        assertThat(watermark.secondsUntilFull()).isZero();
    }

    @Test
    void shouldRefuseToShedOnlyWhenItStops() {
        assertThatThrownBy(() -> SETTINGS.sheddingBelow(255 * MB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes nothing at all");
    }

    private void left(final long mb) {
        usable.set(mb * MB);
        nanoTime.addAndGet(Duration.ofMillis(50).toNanos());
    }
}
