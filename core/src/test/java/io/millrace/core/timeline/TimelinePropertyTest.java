package io.millrace.core.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import io.millrace.core.plant.OperationKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * However entries come - in order, late into the tail, late into blocks written long ago, before everything, twice - the timeline has
 * said what one fold of all of them in order says.
 */
class TimelinePropertyTest {
    private static final int ENTRIES = 3_000;

    @Property(tries = 30)
    void shouldSayWhatOneFoldOfEverythingSays(@ForAll final long seed) {
        final Random random = new Random(seed);
        final List<Entry> entries = entries(random);
        final List<Entry> arriving = new ArrayList<>(entries);
        displace(arriving, random, 60);
        final Line line = new Line(Line.WRAPPING);
        arriving.forEach(line::insert);

        check(line, entries);
        assertThat(blocks(line).size()).as("blocks").isGreaterThan(3);
    }

    @Property(tries = 20)
    void shouldSplitBlocksThatGrowByLateEntries(@ForAll final long seed) {
        final Random random = new Random(seed);
        final List<Entry> entries = entries(random);
        final List<Entry> arriving = new ArrayList<>();
        final List<Entry> late = new ArrayList<>();
        entries.forEach(entry -> (random.nextInt(3) == 0 ? arriving : late).add(entry));
        Collections.shuffle(late, random);
        final Line line = new Line(Line.WRAPPING);
        arriving.forEach(line::insert);
        final int before = blocks(line).size();
        late.forEach(line::insert);

        check(line, entries);
        assertThat(blocks(line).size()).as("blocks").isGreaterThan(before);
    }

    /** Other rules, twice, with entries that come late before and after: as if the last rules had held from the beginning. */
    @Property(tries = 20)
    void shouldSayWhatTheLastRulesSayAfterTheRulesChanged(@ForAll final long seed) {
        final Random random = new Random(seed);
        final List<Entry> entries = entries(random);
        final List<Entry> arriving = new ArrayList<>(entries);
        displace(arriving, random, 60);
        final int first = random.nextInt(ENTRIES);
        final int second = first + random.nextInt(ENTRIES - first);
        final Line line = new Line(Line.WRAPPING);
        arriving.subList(0, first).forEach(line::insert);
        line.refold(Line.REPORTED);
        arriving.subList(first, second).forEach(line::insert);
        line.refold(Line.HELD_PRODUCES);
        arriving.subList(second, ENTRIES).forEach(line::insert);

        check(line, entries, Line.HELD_PRODUCES);
        line.refold(Line.WRAPPING);
        check(line, entries);
    }

    /** What is kept of an earlier writing must be what would be written anew. */
    @Property(tries = 10)
    void shouldBeWrittenTheSameHoweverOftenItWasWrittenBefore(@ForAll final long seed) {
        final Random random = new Random(seed);
        final List<Entry> arriving = entries(random);
        displace(arriving, random, 60);
        final Timeline timeline = new Timeline();
        final Line line = new Line(Line.WRAPPING);
        for (final Entry entry : arriving) {
            timeline.insert(entry, Line.WRAPPING, line.history, line.changes);
            if (random.nextInt(3) == 0) {
                final byte[] written = bytes(timeline);
                assertThat(bytes(TimelineCodec.read(new BinaryReader(written)))).isEqualTo(written);
            }
        }
    }

    private static byte[] bytes(final Timeline timeline) {
        final BinaryWriter out = new BinaryWriter();
        TimelineCodec.write(timeline, out);
        return out.toBytes();
    }

    @Property(tries = 5)
    void shouldTakeEntriesBackwards(@ForAll final long seed) {
        final List<Entry> entries = entries(new Random(seed)).subList(0, 300);
        final List<Entry> arriving = new ArrayList<>(entries);
        Collections.reverse(arriving);
        final Line line = new Line(Line.WRAPPING);
        arriving.forEach(line::insert);
        check(line, entries);
    }

    @Property(tries = 10)
    void shouldKnowEveryEntryItHas(@ForAll final long seed) {
        final Random random = new Random(seed);
        final List<Entry> entries = entries(random);
        final Line line = new Line(Line.WRAPPING);
        entries.forEach(line::insert);
        final List<Entry> again = new ArrayList<>(entries);
        Collections.shuffle(again, random);
        again.subList(0, 400).forEach(entry -> assertThat(line.insert(entry)).isFalse());
        check(line, entries);
    }

    @Property(tries = 10)
    void shouldForgetBlocksAndKeepWhatTheyAddedUpTo(@ForAll final long seed) {
        final List<Entry> entries = entries(new Random(seed));
        final Line line = new Line(Line.WRAPPING);
        entries.forEach(line::insert);
        final long half = entries.get(entries.size() / 2).timeNs();
        final int before = blocks(line).size();
        line.timeline().forgetBefore(half, line.history);

        final List<Block> left = blocks(line);
        assertThat(left.size()).isBetween(1, before - 1);
        assertThat(left.get(0).entries()).anyMatch(entry -> entry.timeNs() >= half);
        final Totals once = new Totals();
        final Position end = new Position();
        final List<Entry> withLate = new ArrayList<>(entries);
        final Entry late = new Entry.Reading(half + 1, -1, Measure.GOOD, false, 42_000);
        withLate.add(late);
        withLate.sort(Entry.ORDER);
        line.insert(late);
        Fold.all(end, withLate, Line.WRAPPING, once);
        once.tidy();
        assertThat(line.totals.units).isEqualTo(once.units);
        assertThat(line.now()).isEqualTo(end);
    }

    private static void check(final Line line, final List<Entry> entries) {
        check(line, entries, Line.WRAPPING);
    }

    private static void check(final Line line, final List<Entry> entries, final Rules rules) {
        final Totals once = new Totals();
        final Position end = new Position();
        Fold.all(end, entries, rules, once);
        once.tidy();
        assertThat(line.totals.units).isEqualTo(once.units);
        assertThat(line.totals.unattributed).isEqualTo(once.unattributed);
        assertThat(line.totals.quarantinedMilli).isEqualTo(once.quarantinedMilli);
        assertThat(line.totals.completions).isEqualTo(once.completions);
        assertThat(line.totals.spans).isEqualTo(once.spans);
        assertThat(line.totals.stops).isEqualTo(once.stops);
        assertThat(line.totals.activities).isEqualTo(once.activities);
        assertThat(line.totals.lostMilli).isEqualTo(once.lostMilli);
        assertThat(line.now()).isEqualTo(end);
        checkBlocks(line, entries, rules);
    }

    /** Blocks and tail hold every entry once, in order, and each block opens with what was in force there. */
    private static void checkBlocks(final Line line, final List<Entry> entries, final Rules rules) {
        final List<Entry> held = new ArrayList<>();
        final Position position = new Position();
        for (final Block block : blocks(line)) {
            assertThat(block.opening()).isEqualTo(position);
            assertThat(block.entries()).isNotEmpty().allMatch(entry -> entry.timeNs() >= block.fromNs());
            assertThat(block.entries().size()).isLessThanOrEqualTo(2 * Timeline.BLOCK_LIMIT);
            Fold.all(position, block.entries(), rules, new Totals());
            held.addAll(block.entries());
        }
        assertThat(line.timeline().flushed()).isEqualTo(position);
        assertThat(line.timeline().tail().size()).isLessThan(2 * Timeline.TAIL_LIMIT);
        held.addAll(line.timeline().tail());
        assertThat(held).isEqualTo(entries);
    }

    private static List<Block> blocks(final Line line) {
        final List<Block> blocks = new ArrayList<>();
        for (Block block = line.history.after(Position.NEVER);
                block != null;
                block = line.history.after(block.fromNs())) {
            blocks.add(block);
        }
        return blocks;
    }

    /** Entries of every kind in their order, some at one instant, with all that can be said of a counter and of orders. */
    private static List<Entry> entries(final Random random) {
        final List<Entry> entries = new ArrayList<>();
        long timeNs = Line.START_NS;
        long good = 0;
        while (entries.size() < ENTRIES) {
            timeNs += random.nextInt(4) == 0 ? 0 : random.nextInt(40) == 0 ? 90 * Line.SECOND_NS : Line.SECOND_NS / 2;
            good = random.nextInt(30) == 0 ? random.nextInt((int) Line.MODULUS) : (good + 1) % Line.MODULUS;
            entries.add(entry(timeNs, good, random));
        }
        entries.sort(Entry.ORDER);
        return entries;
    }

    private static Entry entry(final long timeNs, final long good, final Random random) {
        final long identity = random.nextLong();
        return switch (random.nextInt(20)) {
            case 0 -> context(timeNs, identity, random);
            case 1 ->
                new Entry.State(
                        timeNs,
                        identity,
                        random.nextBoolean() ? MachineState.EXECUTE : MachineState.HELD,
                        Mode.PRODUCTION,
                        "",
                        random.nextBoolean() ? "JAM" : "");
            case 2 -> new Entry.Reason(timeNs, identity, random.nextBoolean() ? "SETUP" : "BREAK");
            case 3 -> new Entry.Note(timeNs, identity);
            case 4 -> new Entry.ScrapMove(timeNs, identity, 1_000, operation(random), "");
            case 5 -> new Entry.Report(timeNs, identity, Measure.GOOD, 1_000, operation(random), "");
            case 6 ->
                new Entry.Reading(timeNs, identity, Measure.SCRAP, random.nextBoolean(), random.nextInt(100) * 1_000);
            default -> new Entry.Reading(timeNs, identity, Measure.GOOD, random.nextInt(10) == 0, good * 1_000);
        };
    }

    private static Entry context(final long timeNs, final long identity, final Random random) {
        final Transition[] transitions = Transition.values();
        return new Entry.Context(
                timeNs,
                identity,
                transitions[random.nextInt(transitions.length)],
                random.nextInt(6) == 0,
                random.nextInt(3),
                operation(random));
    }

    private static @Nullable OperationKey operation(final Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> Line.A;
            case 1 -> Line.B;
            default -> null;
        };
    }

    /** Delays some entries by a little and some by a lot. */
    private static void displace(final List<Entry> entries, final Random random, final int times) {
        for (int i = 0; i < times; i++) {
            final int from = random.nextInt(entries.size());
            final int by = random.nextInt(4) == 0 ? entries.size() : 30;
            final Entry moved = entries.remove(from);
            entries.add(Math.min(entries.size(), from + random.nextInt(by)), moved);
        }
    }
}
