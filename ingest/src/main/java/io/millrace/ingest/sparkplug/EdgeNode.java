package io.millrace.ingest.sparkplug;

import io.millrace.core.event.Event;
import io.millrace.ingest.sparkplug.SparkplugTopic.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One configured edge node: what its session decides is done to its devices here. Not thread-safe. */
final class EdgeNode implements EdgeNodeSession.Effects {
    /** What an edge node has to say to the world. */
    interface Commands {
        /** @param server to ask there; {@link #ANY_SERVER} to ask wherever the node may be */
        void requestRebirth(String nodeKey, int server, String cause);

        void report(String kind, String text);
    }

    static final String CONNECTED = "this host has connected";
    static final String RESTARTED = "the gateway was restarted";
    static final String MOVED = "the edge node has moved to another MQTT server";
    static final int ANY_SERVER = -1;

    private final String key;
    private final PayloadDecoder decoder;
    private final Outlet outlet;
    private final SparkplugCounters counters;
    private final Commands commands;
    private final EdgeNodeSession session;
    private final Map<String, MachineFeed> feeds = new HashMap<>();
    /** Where it was born last. */
    private int server = ANY_SERVER;

    private boolean isBirthOver;
    private boolean wasLost;
    /** Since when it may have said what was not heard, 0 if nothing. */
    private long missingSinceNs;

    private String missingBecause = RESTARTED;

    /** @param lastHeardNs since when messages may have been missed, 0 if none can have been */
    EdgeNode(
            final String key,
            final long reorderTimeoutMs,
            final long lastHeardNs,
            final PayloadDecoder decoder,
            final Outlet outlet,
            final SparkplugCounters counters,
            final Commands commands) {
        this.key = key;
        this.decoder = decoder;
        this.outlet = outlet;
        this.counters = counters;
        this.commands = commands;
        this.missingSinceNs = lastHeardNs;
        this.session = new EdgeNodeSession(reorderTimeoutMs, this);
    }

    void add(final SparkplugMachine machine) {
        feeds.put(machine.device(), new MachineFeed(machine, outlet, counters));
    }

    boolean has(final String device) {
        return feeds.containsKey(device);
    }

    /** True if each device has been born, or is known not to be there. */
    boolean isReady() {
        return feeds.values().stream().noneMatch(MachineFeed::isAwaited);
    }

    EdgeNodeSession session() {
        return session;
    }

    /** The host has a connection to the server: the node may be there, and is asked for its birth if it is nowhere else. */
    void onConnected(final int to, final long nowNs) {
        if (isHeardElsewhere(to)) {
            return;
        }
        hearAgain(nowNs);
        session.onAsked(nowNs);
        commands.requestRebirth(key, to, CONNECTED);
    }

    /** @param goodUntilNs when the connection was last known good */
    void onConnectionLost(final int of, final long goodUntilNs, final long nowNs, final String cause) {
        if (wasLost || isHeardElsewhere(of)) {
            return;
        }
        wasLost = true;
        missingSinceNs = goodUntilNs;
        missingBecause = cause;
        forget(nowNs);
        tellAll((feed, out) -> feed.connectionLost(missedFromNs(goodUntilNs), nowNs, cause, out));
    }

    /**
     * An edge node is connected to one server at a time. What still comes from the one it has left is of no session: its death there is
     * no news, anything else is reason to doubt.
     */
    void onPublish(final int from, final SparkplugMessage message) {
        final boolean isBirth = message.topic().type() == Type.NBIRTH;
        if (isHeardElsewhere(from)) {
            if (message.topic().type() == Type.NDEATH) {
                return;
            }
            forget(message.receivedNs());
            declareGap(session.lastTakenNs(), message.receivedNs(), MOVED);
        }
        if (isBirth) {
            server = from;
            hearAgain(message.receivedNs());
        }
        session.onMessage(message);
    }

    private boolean isHeardElsewhere(final int than) {
        return session.isAlive() && server != than;
    }

    private void hearAgain(final long nowNs) {
        if (wasLost) {
            wasLost = false;
            tellAll((feed, out) -> feed.connectedAgain(nowNs, out));
        }
        if (missingSinceNs > 0) {
            declareGap(missedFromNs(missingSinceNs), nowNs, missingBecause);
            missingSinceNs = 0;
        }
    }

    /** Nothing can be read before its next birth. */
    private void forget(final long nowNs) {
        session.onConnectionLost(nowNs);
        feeds.values().forEach(MachineFeed::awaitBirth);
    }

    /** What was taken from the node vouches for the connection as well. */
    private long missedFromNs(final long goodUntilNs) {
        return Math.max(goodUntilNs, session.lastTakenNs());
    }

    private void tellAll(final BiConsumer<MachineFeed, List<Event>> tell) {
        final List<Event> out = new ArrayList<>();
        feeds.values().forEach(feed -> tell.accept(feed, out));
        outlet.put(out);
    }

    /**
     * Takes what has been decoded as the next data message of a device, if there is nothing unusual about it.
     *
     * @return false if there is: nothing has been done, and the session is to see it
     */
    boolean tryData(final int from, final SparkplugTopic topic, final long receivedNs) {
        if (!isBirthOver || from != server || !session.isNext(decoder.seq())) {
            return false;
        }
        final @Nullable MachineFeed feed = feeds.get(topic.device());
        if (feed == null || !feed.isBorn() || !feed.tryData(decoder, decoder.timestampMs(), receivedNs)) {
            decoder.rewind();
            return false;
        }
        session.onTaken(receivedNs);
        return true;
    }

    @Override
    public void onBirth(final SparkplugMessage birth) {
        isBirthOver = false;
        final List<Event> out = new ArrayList<>();
        feeds.values().forEach(feed -> {
            feed.awaitBirth();
            feed.endGap(birth.receivedNs(), out);
        });
        takeBirth(birth, out);
    }

    @Override
    public void onMessage(final SparkplugMessage message) {
        switch (message.topic().type()) {
            case DBIRTH -> takeBirth(message, new ArrayList<>());
            case NDATA, DDATA -> takeData(message);
            case DDEATH -> takeDeath(message);
            default -> throw new IllegalStateException(message.topic() + " is no message in sequence");
        }
    }

    @Override
    public void onDeath(final SparkplugMessage death) {
        tellAll((feed, out) -> feed.lost(death.receivedNs(), death.receivedNs(), out));
    }

    @Override
    public void onGap(final long fromNs, final long toNs, final String cause) {
        counters.seqGaps().increment();
        declareGap(fromNs, toNs, cause);
    }

    @Override
    public void onRebirthNeeded(final String cause) {
        commands.requestRebirth(key, ANY_SERVER, cause);
    }

    private void declareGap(final long fromNs, final long toNs, final String cause) {
        tellAll((feed, out) -> feed.gap(fromNs, toNs, cause, out));
    }

    private void takeBirth(final SparkplugMessage birth, final List<Event> out) {
        final @Nullable MachineFeed feed = feeds.get(birth.topic().device());
        final List<String> missing = feed == null ? List.of() : feed.birth(open(birth), birth, out);
        outlet.put(out);
        if (feed != null && !missing.isEmpty()) {
            commands.report(
                    "metric not born",
                    birth.topic().deviceKey() + " was born without " + missing + ": correct the mapping of "
                            + feed.machine());
        }
    }

    private void takeData(final SparkplugMessage data) {
        final List<Event> out = new ArrayList<>();
        final @Nullable MachineFeed feed = feeds.get(data.topic().device());
        endBirth(feed, data.receivedNs(), out);
        if (feed != null) {
            if (!feed.isBorn()) {
                feed.unread(data.receivedNs(), out);
                session.askForRebirth("data of " + data.topic().deviceKey() + " before its birth", data.receivedNs());
            } else if (!feed.data(open(data), data, out)) {
                session.askForRebirth("unknown alias of " + data.topic().deviceKey(), data.receivedNs());
            }
        }
        outlet.put(out);
    }

    /** Devices are born right after their node and before any data (tck-id-payloads-dbirth-order). */
    private void endBirth(final @Nullable MachineFeed speaking, final long nowNs, final List<Event> out) {
        if (!isBirthOver) {
            isBirthOver = true;
            feeds.values().stream()
                    .filter(feed -> feed.isAwaited() && feed != speaking)
                    .forEach(feed -> feed.absent(nowNs, out));
        }
    }

    private void takeDeath(final SparkplugMessage death) {
        final @Nullable MachineFeed feed = feeds.get(death.topic().device());
        if (feed != null && death.topic().type() == Type.DDEATH) {
            final List<Event> out = new ArrayList<>();
            feed.lost(MachineFeed.timeNs(0, death), death.receivedNs(), out);
            outlet.put(out);
        }
    }

    private PayloadDecoder open(final SparkplugMessage message) {
        if (decoder.isAt(message.payload())) {
            decoder.rewind();
            return decoder;
        }
        try {
            decoder.wrap(message.payload());
            return decoder;
        } catch (final MalformedPayloadException changed) {
            throw new IllegalStateException("a payload that was whole is not any more", changed);
        }
    }
}
