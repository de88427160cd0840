package io.millrace.topology.production;

import static java.util.Objects.requireNonNull;

import io.millrace.core.binary.NewerVersionException;
import io.millrace.core.binary.StateFormatException;
import io.millrace.core.machine.MachineAccount;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.plant.Definitions.Held;
import io.millrace.topology.store.Recent;
import io.millrace.topology.store.WriteBehindStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The machines' accounts of one task: decoded in memory, written to the store before each commit. Beside them in the store, under
 * reserved keys that no machine can have, lie the definitions and the marks of parked machines: one store, one changelog. On the
 * task's thread only.
 */
final class Heads {
    static final String RESERVED = "#";
    /** The first that does not begin with the reserved character. */
    private static final String BEHIND_RESERVED = "$";

    private static final String DEFINITION = "#def/";
    private static final String VERSION = "#def-version";
    private static final String PARKED = "#parked/";
    private static final String CLOCK = "#clock/";
    private static final StringSerializer PREFIX = new StringSerializer();

    /** An account with its history. */
    record Machine(MachineAccount account, StoredHistory history) {}

    private final KeyValueStore<String, byte[]> store;
    private final KeyValueStore<Bytes, byte[]> history;
    private final Recent<String, Machine> decoded;
    private final Map<String, String> parked = new HashMap<>();
    private final Map<String, Long> clocks = new HashMap<>();

    /** @param decodedAtMost accounts kept decoded; the others are read from the store when they are needed */
    Heads(final WriteBehindStore<String> heads, final KeyValueStore<Bytes, byte[]> history, final int decodedAtMost) {
        store = heads.entries();
        this.history = history;
        decoded = new Recent<>(
                decodedAtMost,
                this::read,
                (path, machine) -> store.put(path, machine.account().write()));
        heads.beforeCommit(decoded::writeAll);
        scan(PARKED).forEach((machine, why) -> parked.put(machine, new String(why, StandardCharsets.UTF_8)));
        scan(CLOCK)
                .forEach((gateway, time) ->
                        clocks.put(gateway, ByteBuffer.wrap(time).getLong()));
    }

    /** @throws RuntimeException if the stored account cannot be read */
    Machine machine(final String path) {
        return requireNonNull(decoded.get(path));
    }

    private Machine read(final String path) {
        final byte[] stored = store.get(path);
        return new Machine(
                stored == null ? new MachineAccount(path) : MachineAccount.read(stored),
                new StoredHistory(history, path));
    }

    /** Its account has changed: written before the next commit. */
    void changed(final String path, final Machine machine) {
        decoded.put(path, machine);
    }

    /** @return true if the store has the machine's account as it is in memory */
    boolean isWritten(final String path) {
        return decoded.isWritten(path);
    }

    void writeAll() {
        decoded.writeAll();
    }

    /** @return why the machine is parked, null if it is not */
    @Nullable
    String parked(final String path) {
        return parked.get(path);
    }

    /** @return the parked machines with the reasons */
    Map<String, String> parked() {
        return Map.copyOf(parked);
    }

    /**
     * The account stays in the store as it was before the event that broke it. One that could not even be read gets no mark: it
     * will not be readable after a restart either, unless by a newer program, which then goes on.
     */
    void park(final String path, final String why) {
        parked.put(path, why);
        if (decoded.forget(path)) {
            store.put(PARKED + path, why.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The machines' balances as they are in the store; one that cannot be read is left out. */
    void balances(final Consumer<Balance> each) {
        // The master data, most of what there is, lie between the two.
        balances(null, RESERVED, each);
        balances(BEHIND_RESERVED, null, each);
    }

    private void balances(final @Nullable String from, final @Nullable String to, final Consumer<Balance> each) {
        try (KeyValueIterator<String, byte[]> entries = store.range(from, to)) {
            while (entries.hasNext()) {
                final Balance balance = balance(entries.next().value);
                if (balance != null) {
                    each.accept(balance);
                }
            }
        }
    }

    private static @Nullable Balance balance(final byte[] stored) {
        try {
            return MachineAccount.read(stored).balance();
        } catch (final StateFormatException | NewerVersionException unreadable) {
            return null; // its next event says what is wrong with it
        }
    }

    /** Master data, in force and replaced. */
    List<Held> definitions() {
        return scan(DEFINITION).values().stream().map(HeldCodec::read).toList();
    }

    void saveDefinition(final Held held) {
        store.put(DEFINITION + held.key(), HeldCodec.write(held));
    }

    void saveVersion(final int version) {
        store.put(VERSION, Integer.toString(version).getBytes(StandardCharsets.UTF_8));
    }

    /** Number of the last change of the master data. */
    int version() {
        final byte[] stored = store.get(VERSION);
        return stored == null ? 0 : Integer.parseInt(new String(stored, StandardCharsets.UTF_8));
    }

    void removeDefinition(final Held held) {
        store.delete(DEFINITION + held.key());
    }

    /** @return what was last said of the gateway's clock, nanoseconds since the epoch; null before that */
    @Nullable
    Long clock(final String gateway) {
        return clocks.get(gateway);
    }

    void saveClock(final String gateway, final long timeNs) {
        clocks.put(gateway, timeNs);
        store.put(
                CLOCK + gateway, ByteBuffer.allocate(Long.BYTES).putLong(timeNs).array());
    }

    private Map<String, byte[]> scan(final String prefix) {
        final Map<String, byte[]> found = new LinkedHashMap<>();
        try (KeyValueIterator<String, byte[]> entries = store.prefixScan(prefix, PREFIX)) {
            while (entries.hasNext()) {
                final KeyValue<String, byte[]> entry = entries.next();
                found.put(entry.key.substring(prefix.length()), entry.value);
            }
        }
        return found;
    }
}
