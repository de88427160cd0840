package io.millrace.ingest.sparkplug;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of one edge node's session (Sparkplug 3.0, 5 and 6): whether it is born, which number comes next, what waits for a
 * missing one. Pure: time comes in with each call, in nanoseconds since the epoch. Not thread-safe.
 */
final class EdgeNodeSession {
    /** What follows from a message, in the order to do it. */
    interface Effects {
        /** An NBIRTH: all devices of the node are to be born anew. */
        void onBirth(SparkplugMessage birth);

        /** A message in sequence other than births and deaths of the node. */
        void onMessage(SparkplugMessage message);

        void onDeath(SparkplugMessage death);

        /** Messages between the two times are missing. */
        void onGap(long fromNs, long toNs, String cause);

        void onRebirthNeeded(String cause);
    }

    enum State {
        /** No birth that still holds: nothing can be read. */
        UNBORN,
        BORN,
        /** Born, a number is missing and what came after it waits. */
        REORDERING,
        DEAD
    }

    enum Input {
        BIRTH,
        NEXT_NUMBER,
        OTHER_NUMBER,
        DEATH,
        TIME_OUT,
        CONNECTION_LOST
    }

    enum Action {
        NONE,
        BEGIN,
        TAKE,
        HOLD,
        REFUSE,
        GIVE_UP,
        FORGET,
        END
    }

    record Step(State next, Action action) {}

    /** The shortest time between two rebirth requests to a node. */
    static final long REBIRTH_PAUSE_NS = TimeUnit.SECONDS.toNanos(5);

    private static final int NUMBERS = 256;

    private final long reorderTimeoutNs;
    private final Effects effects;
    private final List<SparkplugMessage> held = new ArrayList<>();

    private State state = State.UNBORN;
    private int nextSeq;
    private long bdSeq = PayloadDecoder.NO_BD_SEQ;
    private long heldSinceNs;
    private long lastTakenNs;
    private long lastAskedNs = Long.MIN_VALUE;
    private @Nullable String wantedBecause;

    EdgeNodeSession(final long reorderTimeoutMs, final Effects effects) {
        this.reorderTimeoutNs = TimeUnit.MILLISECONDS.toNanos(reorderTimeoutMs);
        this.effects = effects;
    }

    static Step step(final State state, final Input input) {
        return switch (state) {
            case UNBORN ->
                switch (input) {
                    case BIRTH -> new Step(State.BORN, Action.BEGIN);
                    case NEXT_NUMBER, OTHER_NUMBER -> new Step(State.UNBORN, Action.REFUSE);
                    case DEATH -> new Step(State.DEAD, Action.END);
                    case TIME_OUT, CONNECTION_LOST -> new Step(State.UNBORN, Action.NONE);
                };
            case BORN ->
                switch (input) {
                    case BIRTH -> new Step(State.BORN, Action.BEGIN);
                    case NEXT_NUMBER -> new Step(State.BORN, Action.TAKE);
                    case OTHER_NUMBER -> new Step(State.REORDERING, Action.HOLD);
                    case DEATH -> new Step(State.DEAD, Action.END);
                    case TIME_OUT -> new Step(State.BORN, Action.NONE);
                    case CONNECTION_LOST -> new Step(State.UNBORN, Action.FORGET);
                };
            case REORDERING ->
                switch (input) {
                    case BIRTH -> new Step(State.BORN, Action.BEGIN);
                    case NEXT_NUMBER -> new Step(State.BORN, Action.TAKE);
                    case OTHER_NUMBER -> new Step(State.REORDERING, Action.HOLD);
                    case DEATH -> new Step(State.DEAD, Action.END);
                    case TIME_OUT -> new Step(State.UNBORN, Action.GIVE_UP);
                    case CONNECTION_LOST -> new Step(State.UNBORN, Action.FORGET);
                };
            case DEAD ->
                switch (input) {
                    case BIRTH -> new Step(State.BORN, Action.BEGIN);
                    case NEXT_NUMBER, OTHER_NUMBER -> new Step(State.DEAD, Action.REFUSE);
                    case DEATH, TIME_OUT -> new Step(State.DEAD, Action.NONE);
                    case CONNECTION_LOST -> new Step(State.UNBORN, Action.FORGET);
                };
        };
    }

    void onMessage(final SparkplugMessage message) {
        switch (message.topic().type()) {
            case NBIRTH -> apply(Input.BIRTH, message, message.receivedNs());
            case NDEATH -> {
                if (isOfThisSession(message)) {
                    apply(Input.DEATH, message, message.receivedNs());
                }
            }
            default ->
                apply(message.seq() == nextSeq ? Input.NEXT_NUMBER : Input.OTHER_NUMBER, message, message.receivedNs());
        }
    }

    /** True if it waits for nothing but this number. */
    boolean isNext(final int seq) {
        return state == State.BORN && seq == nextSeq;
    }

    /** The message of the next number has been taken without its passing through here. */
    void onTaken(final long receivedNs) {
        nextSeq = (nextSeq + 1) % NUMBERS;
        lastTakenNs = receivedNs;
    }

    /** To be called now and then, at the latest at {@link #nextDeadlineNs}. */
    void onTime(final long nowNs) {
        if (state == State.REORDERING && hasPassed(heldSinceNs, reorderTimeoutNs, nowNs)) {
            apply(Input.TIME_OUT, null, nowNs);
        }
        if (wantedBecause != null) {
            askForRebirth(wantedBecause, nowNs);
        }
    }

    void onConnectionLost(final long nowNs) {
        apply(Input.CONNECTION_LOST, null, nowNs);
    }

    /** Asks now, or as soon as the pause since the last request is over, unless a birth comes first. */
    void askForRebirth(final String cause, final long nowNs) {
        if (lastAskedNs == Long.MIN_VALUE || hasPassed(lastAskedNs, REBIRTH_PAUSE_NS, nowNs)) {
            onAsked(nowNs);
            effects.onRebirthNeeded(cause);
        } else {
            wantedBecause = cause;
        }
    }

    /** Somebody has just asked the node. */
    void onAsked(final long nowNs) {
        lastAskedNs = nowNs;
        wantedBecause = null;
    }

    State state() {
        return state;
    }

    /** True between a birth and the end of its session. */
    boolean isAlive() {
        return state == State.BORN || state == State.REORDERING;
    }

    /** Gateway time of the last message that was taken from the node, 0 if none was. */
    long lastTakenNs() {
        return lastTakenNs;
    }

    /** When {@link #onTime} has something to do; {@link Long#MAX_VALUE} if never. */
    long nextDeadlineNs() {
        final long timeout = state == State.REORDERING ? heldSinceNs + reorderTimeoutNs : Long.MAX_VALUE;
        final long ask = wantedBecause != null ? lastAskedNs + REBIRTH_PAUSE_NS : Long.MAX_VALUE;
        return Math.min(timeout, ask);
    }

    private void apply(final Input input, final @Nullable SparkplugMessage message, final long nowNs) {
        final State before = state;
        final Step step = step(before, input);
        state = step.next();
        switch (step.action()) {
            case NONE -> {}
            case BEGIN -> begin(before, message(message));
            case TAKE -> {
                take(message(message));
                takeHeld();
            }
            case HOLD -> hold(before, message(message));
            case REFUSE ->
                askForRebirth(before == State.DEAD ? "a message after the death" : "a message before the birth", nowNs);
            case GIVE_UP -> {
                declareHole(nowNs);
                askForRebirth("number " + nextSeq + " is missing", nowNs);
            }
            case FORGET -> {
                held.clear();
                wantedBecause = null;
            }
            case END -> end(before, message(message));
        }
    }

    private void begin(final State before, final SparkplugMessage birth) {
        // What waits may belong to this birth and have overtaken it; anything older does not.
        held.removeIf(early -> early.timestampMs() < birth.timestampMs());
        if (before == State.REORDERING) {
            effects.onGap(lastTakenNs, birth.receivedNs(), "number " + nextSeq + " was missing before a birth");
        } else if (before == State.BORN && bdSeq != birth.bdSeq()) {
            effects.onGap(lastTakenNs, birth.receivedNs(), "the edge node has connected anew without a death");
        }
        bdSeq = birth.bdSeq();
        nextSeq = (birth.seq() + 1) % NUMBERS;
        lastTakenNs = birth.receivedNs();
        wantedBecause = null;
        effects.onBirth(birth);
        takeHeld();
    }

    private void end(final State before, final SparkplugMessage death) {
        if (before == State.REORDERING) {
            declareHole(death.receivedNs());
        }
        wantedBecause = null;
        effects.onDeath(death);
    }

    private void take(final SparkplugMessage message) {
        nextSeq = (message.seq() + 1) % NUMBERS;
        lastTakenNs = message.receivedNs();
        effects.onMessage(message);
    }

    private void takeHeld() {
        for (SparkplugMessage next = heldNext(); next != null; next = heldNext()) {
            held.remove(next);
            take(next);
        }
        if (!held.isEmpty()) {
            state = State.REORDERING;
            heldSinceNs = held.get(0).receivedNs();
        }
    }

    private @Nullable SparkplugMessage heldNext() {
        for (final SparkplugMessage message : held) {
            if (message.seq() == nextSeq) {
                return message;
            }
        }
        return null;
    }

    private void hold(final State before, final SparkplugMessage message) {
        if (before == State.BORN) {
            heldSinceNs = message.receivedNs();
        }
        held.add(message);
        if (held.size() >= NUMBERS) {
            apply(Input.TIME_OUT, null, message.receivedNs());
        }
    }

    private void declareHole(final long nowNs) {
        held.clear();
        effects.onGap(lastTakenNs, nowNs, "number " + nextSeq + " is missing");
    }

    private boolean isOfThisSession(final SparkplugMessage death) {
        return bdSeq == PayloadDecoder.NO_BD_SEQ
                || death.bdSeq() == PayloadDecoder.NO_BD_SEQ
                || state == State.UNBORN
                || death.bdSeq() == bdSeq;
    }

    /** A clock that was set back counts as passed: better one rebirth too many than a machine that waits for hours. */
    private static boolean hasPassed(final long sinceNs, final long spanNs, final long nowNs) {
        return nowNs < sinceNs || nowNs - sinceNs >= spanNs;
    }

    private static SparkplugMessage message(final @Nullable SparkplugMessage message) {
        if (message == null) {
            throw new IllegalStateException("an action on a message came without one");
        }
        return message;
    }
}
