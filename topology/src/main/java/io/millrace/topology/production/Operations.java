package io.millrace.topology.production;

import io.millrace.core.ledger.Clocks;
import io.millrace.core.ledger.OperationAccount;
import io.millrace.core.plant.OperationKey;
import io.millrace.topology.record.OperationClock;
import io.millrace.topology.store.Recent;
import io.millrace.topology.store.WriteBehindStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The operations' accounts of one task in their store, those used last decoded in memory and written before each commit. Beside them, under reserved keys that no operation can have - its key has one
 * slash - lie the clocks, and two indexes by time: what waits for FINAL, and what may be forgotten. On the task's thread only.
 */
final class Operations {
    private static final String CLOCK = "#clock/";
    private static final String WAITING = "#waiting/";
    private static final String DUE = "#due/";
    private static final String SWEPT = "#swept";
    private static final byte[] NOTHING = {};
    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);

    /** An account, and where the indexes have it. */
    record Held(OperationAccount account, @Nullable String waiting, @Nullable String due) {}

    /** Accounts kept decoded, each some hundred bytes and as many again for each machine that runs the operation. */
    private static final int KEPT = 10_000;

    private final KeyValueStore<String, byte[]> store;
    private final Recent<String, OperationAccount> accounts;
    private final Clocks clocks = new Clocks();
    private long sweptDay;

    Operations(final WriteBehindStore<String> operations) {
        store = operations.entries();
        accounts = new Recent<>(KEPT, this::read, (key, account) -> store.put(key, OperationAccounts.write(account)));
        operations.beforeCommit(accounts::writeAll);
        try (KeyValueIterator<String, byte[]> stored = store.prefixScan(CLOCK, new StringSerializer())) {
            while (stored.hasNext()) {
                final KeyValue<String, byte[]> clock = stored.next();
                clocks.set(clock.key.substring(CLOCK.length()), number(clock.value));
            }
        }
        final byte[] swept = store.get(SWEPT);
        sweptDay = swept == null ? Long.MIN_VALUE : number(swept);
    }

    void set(final OperationClock clock) {
        store.put(CLOCK + clock.name(), bytes(clock.timeNs()));
        clocks.set(clock.name(), clock.timeNs()).forEach(behind -> store.delete(CLOCK + behind));
    }

    /** What happened before has been heard; nanoseconds since the epoch. */
    long watermarkNs() {
        return clocks.watermarkNs();
    }

    /** @throws RuntimeException if the stored account cannot be read */
    Held get(final OperationKey operation) {
        final OperationAccount account = accounts.get(operation.text());
        return account == null
                ? new Held(new OperationAccount(operation), null, null)
                : new Held(account, waiting(account), due(account));
    }

    private @Nullable OperationAccount read(final String operation) {
        final byte[] stored = store.get(operation);
        return stored == null ? null : OperationAccounts.read(stored);
    }

    void save(final Held held) {
        final OperationAccount account = held.account();
        accounts.put(account.operation().text(), account);
        move(held.waiting(), waiting(account));
        move(held.due(), due(account));
    }

    void remove(final Held held) {
        accounts.forget(held.account().operation().text());
        store.delete(held.account().operation().text());
        move(held.waiting(), null);
        move(held.due(), null);
    }

    /** Operations that wait for FINAL and whose newest news the watermark has passed, in the order of that news. */
    List<OperationKey> passed() {
        return operations(WAITING, watermarkNs());
    }

    /**
     * Operations that may be forgotten now: once a day, by the records' times.
     *
     * @param nowMs broker's time, milliseconds since the epoch
     */
    List<OperationKey> due(final long nowMs) {
        final long today = Math.floorDiv(nowMs, DAY_MS);
        if (today <= sweptDay) {
            return List.of();
        }
        sweptDay = today;
        store.put(SWEPT, bytes(today));
        return operations(DUE, today);
    }

    /** From the index: what lies before the time, exclusive. */
    private List<OperationKey> operations(final String index, final long before) {
        final List<OperationKey> found = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = store.range(index, index + sortable(before))) {
            while (entries.hasNext()) {
                final String key = entries.next().key;
                found.add(OperationKey.parse(key.substring(key.indexOf('/', index.length()) + 1)));
            }
        }
        return found;
    }

    private void move(final @Nullable String from, final @Nullable String to) {
        if (Objects.equals(from, to)) {
            return;
        }
        if (from != null) {
            store.delete(from);
        }
        if (to != null) {
            store.put(to, NOTHING);
        }
    }

    private static @Nullable String waiting(final OperationAccount account) {
        return account.newest() == null || !account.isAwaitingFinal()
                ? null
                : key(WAITING, account.newest().triggerGatewayNs(), account);
    }

    /** Null for an account that an older version left, until something changes it: when that was last is unknown. */
    private static @Nullable String due(final OperationAccount account) {
        return account.newest() == null ? null : key(DUE, Math.floorDiv(account.keptUntilMs(), DAY_MS), account);
    }

    private static String key(final String index, final long time, final OperationAccount account) {
        return index + sortable(time) + "/" + account.operation().text();
    }

    /** Texts in the order of the numbers. */
    private static String sortable(final long number) {
        return HexFormat.of().toHexDigits(number ^ Long.MIN_VALUE);
    }

    private static byte[] bytes(final long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static long number(final byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }
}
