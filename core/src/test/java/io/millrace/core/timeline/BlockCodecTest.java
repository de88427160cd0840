package io.millrace.core.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.binary.NewerVersionException;
import io.millrace.core.binary.StateFormatException;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stored piece of history is read as it was or refused, never read as something else. */
class BlockCodecTest {
    private static final List<Entry> ENTRIES = List.of(
            new Entry.Reading(-5, Long.MIN_VALUE, Measure.TOTAL, true, Long.MAX_VALUE),
            new Entry.Report(-5, 2, Measure.REWORK, -1, null, ""),
            new Entry.Report(0, 3, Measure.SCRAP, 1_000, Line.A, "DENT"),
            new Entry.ScrapMove(1, 4, 1_000, Line.B, ""),
            new Entry.ScrapMove(Line.START_NS, 5, 1_000, null, "DENT"),
            new Entry.Labour(Line.START_NS, 10, 60_000_000_000L, Line.A),
            new Entry.Consumed(Line.START_NS, 11, 12_500, "STEEL", "L-1", null),
            new Entry.Verdict(Line.START_NS, 12, Measure.TOTAL, 90, true),
            new Entry.State(Line.START_NS, 6, MachineState.COMPLETE, Mode.SETUP, "17", "JAM ⚙"),
            new Entry.Reason(Line.START_NS, 7, ""),
            new Entry.Context(Line.START_NS, 8, Transition.PAUSED, true, 65_534, Line.A),
            new Entry.Context(Line.START_NS, 9, Transition.COMPLETED, false, 0, null),
            new Entry.Note(Line.at(1), Long.MAX_VALUE));

    private static Block block() {
        final Position opening = new Position();
        Fold.all(
                opening,
                List.of(
                        new Entry.Reading(1, 1, Measure.GOOD, false, 50_000),
                        new Entry.Reading(2, 2, Measure.GOOD, false, 20_000),
                        new Entry.State(3, 3, MachineState.HELD, Mode.PRODUCTION, "11", "JAM"),
                        new Entry.Context(4, 4, Transition.STARTED, false, 0, Line.A),
                        new Entry.Context(5, 5, Transition.PAUSED, false, 0, Line.A),
                        new Entry.Context(6, 6, Transition.STARTED, false, 0, Line.B)),
                Line.RULES,
                new Totals());
        return new Block(-5, opening, ENTRIES);
    }

    @Test
    void shouldReadBackEveryKindOfEntryAndWhatWasInForce() {
        assertThat(BlockCodec.read(BlockCodec.write(block()))).isEqualTo(block());
        final Block empty = new Block(Long.MIN_VALUE, new Position(), List.of());
        assertThat(BlockCodec.read(BlockCodec.write(empty))).isEqualTo(empty);
    }

    @Test
    void shouldRefuseABlockOfANewerProgram() {
        final byte[] newer = BlockCodec.write(block());
        newer[0]++;
        assertThatThrownBy(() -> BlockCodec.read(newer))
                .isInstanceOf(NewerVersionException.class)
                .hasMessageContaining("newer version");
    }

    @Test
    void shouldRefuseABlockThatWasCutShort() {
        final byte[] whole = BlockCodec.write(block());
        for (int length = 0; length < whole.length; length++) {
            final byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> BlockCodec.read(part))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOf(StateFormatException.class);
        }
    }

    /** A broken state parks its machine, which only this exception does. */
    @Test
    void shouldSayThatABlockIsBrokenWhateverIsBroken() {
        final byte[] whole = BlockCodec.write(block());
        for (int at = 0; at < whole.length; at++) {
            final byte[] broken = whole.clone();
            broken[at] = (byte) 0x7F;
            try {
                BlockCodec.read(broken);
            } catch (final RuntimeException e) {
                assertThat(e)
                        .as("byte %s", at)
                        .isInstanceOfAny(StateFormatException.class, NewerVersionException.class);
            }
        }
    }
}
