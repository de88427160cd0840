package io.millrace.core.timeline;

import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.machine.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A machine's history by source time: a short tail in memory, everything older in blocks. An entry in order moves the end; a late
 * one is put where it belongs, and what follows it is folded again until nothing changes any more. Not thread-safe.
 */
public final class Timeline {
    /** The tail is written back to blocks when it grows to this many entries ... */
    static final int TAIL_LIMIT = 48;
    /** ... down to this many, which keeps events that are a little out of order cheap. */
    static final int TAIL_KEPT = 16;
    /** Entries of a block before another is begun; late entries may let it grow to twice as many before it is split. */
    static final int BLOCK_LIMIT = 512;

    private final ArrayList<Entry> tail;
    private final EntryCodec.Written written = new EntryCodec.Written();
    private Position flushed;
    private Position now;
    private long flushedUpToNs;

    /** An empty timeline. */
    public Timeline() {
        this(new ArrayList<>(), new Position(), new Position(), Position.NEVER);
    }

    Timeline(final ArrayList<Entry> tail, final Position flushed, final Position now, final long flushedUpToNs) {
        this.tail = tail;
        this.flushed = flushed;
        this.now = now;
        this.flushedUpToNs = flushedUpToNs;
    }

    /** What is in force at its end. */
    public Position now() {
        return now;
    }

    /**
     * Puts an entry where it belongs.
     *
     * @param changes cleared, then filled with what the entry changed
     * @return false if it was there already: nothing changed
     */
    public boolean insert(final Entry entry, final Rules rules, final History history, final Changes changes) {
        changes.clear();
        if (entry.timeNs() <= flushedUpToNs) {
            changes.markLate();
            return insertIntoBlock(entry, rules, history, changes);
        }
        if (!insertIntoTail(entry, rules, changes)) {
            return false;
        }
        if (tail.size() >= TAIL_LIMIT) {
            flush(rules, history);
        }
        return true;
    }

    /** Folds everything after a time once more, for questions that the totals do not answer. */
    public void replayAfter(final long timeNs, final Rules rules, final History history, final Effects effects) {
        Block block = history.floor(timeNs);
        if (block == null) {
            block = history.after(timeNs);
        }
        for (; block != null; block = history.after(block.fromNs())) {
            Fold.all(block.opening().copy(), block.entries(), rules, effects);
        }
        Fold.all(flushed.copy(), tail, rules, effects);
    }

    /**
     * Folds everything once more because the rules changed.
     *
     * @param before the rules it was folded with
     * @param changes cleared, then filled with what follows from the new ones
     */
    public void refold(final Rules before, final Rules after, final History history, final Changes changes) {
        changes.clear();
        changes.markLate();
        Block block = history.after(Position.NEVER);
        Position carried = block == null ? flushed : block.opening();
        for (; block != null; block = history.after(block.fromNs())) {
            changes.takeBack(true);
            folded(block.opening(), block.entries(), before, changes);
            changes.takeBack(false);
            final Position closing = folded(carried, block.entries(), after, changes);
            if (!block.opening().equals(carried)) {
                history.put(new Block(block.fromNs(), carried, block.entries()));
            }
            carried = closing;
        }
        changes.takeBack(true);
        folded(flushed, tail, before, changes);
        changes.takeBack(false);
        flushed = carried.copy();
        now = folded(flushed, tail, after, changes);
    }

    private boolean insertIntoTail(final Entry entry, final Rules rules, final Changes changes) {
        if (isPlainlyLast(entry)) {
            tail.add(entry);
            Fold.one(now, entry, rules, changes);
            return true;
        }
        final int at = Collections.binarySearch(tail, entry, Entry.ORDER);
        if (at >= 0) {
            return false;
        }
        if (-at - 1 < tail.size()) {
            changes.markLate();
        }
        changes.takeBack(true);
        folded(flushed, tail, rules, changes);
        changes.takeBack(false);
        tail.add(-at - 1, entry);
        written.forget();
        now = folded(flushed, tail, rules, changes);
        return true;
    }

    /** True if the entry follows all others and changes nothing of what they say. */
    private boolean isPlainlyLast(final Entry entry) {
        if (!tail.isEmpty() && Entry.ORDER.compare(entry, tail.get(tail.size() - 1)) <= 0) {
            return false;
        }
        for (int i = tail.size() - 1; i >= 0 && tail.get(i).timeNs() == entry.timeNs(); i--) {
            if (tail.get(i).isSupersededBy(entry)) {
                return false;
            }
        }
        return true;
    }

    private boolean insertIntoBlock(
            final Entry entry, final Rules rules, final History history, final Changes changes) {
        final Block found = history.floor(entry.timeNs());
        final Block block = found != null ? found : blockBefore(entry.timeNs(), history);
        final int at = Collections.binarySearch(block.entries(), entry, Entry.ORDER);
        if (at >= 0) {
            return false;
        }
        changes.takeBack(true);
        final Position wasClosing = folded(block.opening(), block.entries(), rules, changes);
        changes.takeBack(false);
        final List<Entry> entries = new ArrayList<>(block.entries());
        entries.add(-at - 1, entry);
        final Position closing = folded(block.opening(), entries, rules, changes);
        put(new Block(block.fromNs(), block.opening(), entries), rules, history);
        if (!closing.equals(wasClosing)) {
            carry(closing, block.fromNs(), entries.get(entries.size() - 1).timeNs(), rules, history, changes);
        }
        return true;
    }

    private static Entry last(final Block block) {
        return block.entries().get(block.entries().size() - 1);
    }

    /** A block for a time before all others: it opens with what the next one opens with, since nothing lies between. */
    private Block blockBefore(final long timeNs, final History history) {
        final Block next = history.after(timeNs);
        return new Block(timeNs, next == null ? flushed.copy() : next.opening().copy(), List.of());
    }

    /** Something changed at the end of a block: what follows opens differently. Stops where it makes no difference any more. */
    private void carry(
            final Position opening,
            final long fromNs,
            final long lastNs,
            final Rules rules,
            final History history,
            final Changes changes) {
        Position carried = opening;
        for (Block next = history.after(lastNs); next != null; next = history.after(next.fromNs())) {
            if (next.opening().equals(carried)) {
                return;
            }
            changes.takeBack(true);
            final Position wasClosing = folded(next.opening(), next.entries(), rules, changes);
            changes.takeBack(false);
            final Position closing = folded(carried, next.entries(), rules, changes);
            history.put(new Block(next.fromNs(), carried, next.entries()));
            if (closing.equals(wasClosing)) {
                return;
            }
            carried = closing;
        }
        changes.takeBack(true);
        folded(flushed, tail, rules, changes);
        changes.takeBack(false);
        flushed = carried;
        now = folded(flushed, tail, rules, changes);
    }

    private static Position folded(
            final Position from, final List<Entry> entries, final Rules rules, final Effects effects) {
        final Position position = from.copy();
        Fold.all(position, entries, rules, effects);
        return position;
    }

    /** Moves the older part of the tail into blocks; entries of one instant stay together. */
    private void flush(final Rules rules, final History history) {
        int count = tail.size() - TAIL_KEPT;
        while (count > 0 && tail.get(count - 1).timeNs() == tail.get(count).timeNs()) {
            count--;
        }
        if (count == 0) {
            return;
        }
        final List<Entry> moved = List.copyOf(tail.subList(0, count));
        final Block last = history.floor(moved.get(0).timeNs());
        if (last == null || last.entries().size() >= BLOCK_LIMIT) {
            history.put(new Block(moved.get(0).timeNs(), flushed.copy(), moved));
        } else {
            final List<Entry> entries = new ArrayList<>(last.entries().size() + count);
            entries.addAll(last.entries());
            entries.addAll(moved);
            history.put(new Block(last.fromNs(), last.opening(), entries));
        }
        Fold.all(flushed, moved, rules, new Changes());
        flushedUpToNs = moved.get(count - 1).timeNs();
        tail.subList(0, count).clear();
        written.forget();
    }

    /** Puts a block that grew, in two if it grew too far. */
    private static void put(final Block block, final Rules rules, final History history) {
        final List<Entry> entries = block.entries();
        int half = entries.size() / 2;
        while (half < entries.size()
                && half > 0
                && entries.get(half - 1).timeNs() == entries.get(half).timeNs()) {
            half++;
        }
        if (entries.size() < 2 * BLOCK_LIMIT || half == entries.size()) {
            history.put(block);
            return;
        }
        final List<Entry> first = List.copyOf(entries.subList(0, half));
        final List<Entry> second = List.copyOf(entries.subList(half, entries.size()));
        history.put(new Block(block.fromNs(), block.opening(), first));
        history.put(new Block(second.get(0).timeNs(), folded(block.opening(), first, rules, new Changes()), second));
    }

    List<Entry> tail() {
        return tail;
    }

    void writeTail(final BinaryWriter out) {
        written.write(tail, out);
    }

    Position flushed() {
        return flushed;
    }

    long flushedUpToNs() {
        return flushedUpToNs;
    }

    /** Removes blocks that end before a time; what they added up to is kept in the totals. */
    public void forgetBefore(final long timeNs, final History history) {
        Block block = history.after(Position.NEVER);
        while (block != null && last(block).timeNs() < timeNs) {
            history.remove(block.fromNs());
            block = history.after(block.fromNs());
        }
    }
}
