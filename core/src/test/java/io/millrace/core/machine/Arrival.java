package io.millrace.core.machine;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** How a history reaches the account: in which order, how often, and through how many restarts. */
final class Arrival {
    /** Which of the two identities the events keep. */
    enum Identities {
        BOTH,
        /** Events are not numbered: the forwarder's repeats cannot be told. */
        NO_TRANSPORT,
        /** Every arrival has another id: the source's repeats cannot be told. */
        NO_BUSINESS
    }

    private final List<Event> events = new ArrayList<>();
    int resent;
    int repeated;

    static Arrival inOrder(final SeededHistory history) {
        final Arrival arrival = new Arrival();
        arrival.number(history.events, new Random(0), 0, 0, Identities.BOTH);
        return arrival;
    }

    /** @param reach how far an event may be moved, in places; as large as the history for any order at all */
    static Arrival disturbed(
            final SeededHistory history, final long seed, final int reach, final Identities identities) {
        final Random random = new Random(seed);
        final List<Event> shuffled = new ArrayList<>(history.events);
        for (int from = 0; from < shuffled.size(); from += reach) {
            Collections.shuffle(shuffled.subList(from, Math.min(shuffled.size(), from + reach)), random);
        }
        final Arrival arrival = new Arrival();
        arrival.number(shuffled, random, 5, 5, identities);
        return arrival;
    }

    private void number(
            final List<Event> said,
            final Random random,
            final int repeatPercent,
            final int resendPercent,
            final Identities identities) {
        long sequence = 1;
        final List<Event> before = new ArrayList<>();
        for (final Event event : said) {
            final Event sent = send(event, sequence++, identities);
            before.add(sent);
            if (random.nextInt(100) < repeatPercent) {
                final Event again = before.get(random.nextInt(before.size()));
                if (!(again.fact() instanceof Fact.Tick)) {
                    before.add(send(again, sequence++, identities));
                    repeated++;
                }
            }
            if (random.nextInt(100) < resendPercent) {
                before.add(before.get(random.nextInt(before.size())));
                resent++;
            }
        }
        events.addAll(before);
    }

    private static Event send(final Event event, final long sequence, final Identities identities) {
        final Event numbered =
                event.withHead(event.head().withTransport(1, identities == Identities.NO_TRANSPORT ? 0 : sequence));
        return identities == Identities.NO_BUSINESS
                ? numbered.withHead(numbered.head().withIds("again-" + sequence, ""))
                : numbered;
    }

    /** @param restartOneIn after how many events, on average, the account is written and read again; 0 for never */
    Said applyTo(final SeededHistory history, final long seed, final int restartOneIn) {
        final Random random = new Random(seed);
        final MemoryHistory blocks = new MemoryHistory();
        final Said said = new Said();
        MachineAccount account = new MachineAccount(SeededHistory.MACHINE);
        for (final Event event : events) {
            account.apply(event, history.definitions, blocks, said);
            if (restartOneIn > 0 && random.nextInt(restartOneIn) == 0) {
                account = MachineAccount.read(account.write());
            }
        }
        account.apply(history.request(), history.definitions, blocks, said);
        return said;
    }
}
