package io.millrace.app.load;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.plant.OperationKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What was sent against what arrived, by machine and by operation. Thread-safe. To know a double it keeps a bit for each message and
 * for each number of an operation's confirmations, from 1 on, and nothing else that grows: 4 MB of bits for eight hours at 1,000 messages
 * a second, up to three times that while sets become larger.
 */
final class Books {
    private static final int SHOWN = 10;
    private static final long MILLI = 1_000;

    private final int[] sent;
    private final BitSet[] seen;
    private final int[] doubled;
    private final long[] confirmedMilli;
    private final BitSet[] told;
    private final Map<String, Integer> byOperation = new HashMap<>();
    private long sentInAll;
    private long seenInAll;
    private long damaged;
    private long confirmations;
    private long byOther;
    private long doubledConfirmations;

    Books(final int machines) {
        sent = new int[machines];
        doubled = new int[machines];
        confirmedMilli = new long[machines];
        seen = new BitSet[machines];
        told = new BitSet[machines];
        for (int machine = 0; machine < machines; machine++) {
            seen[machine] = new BitSet();
            told[machine] = new BitSet();
            byOperation.put(LoadPlant.operation(machine).text(), machine);
        }
    }

    /** @return the sequence number of the machine's next message */
    synchronized int nextOf(final int machine) {
        sentInAll++;
        return sent[machine]++;
    }

    synchronized void received(final LoadMessage.Received message) {
        if (!message.isIntact()) {
            damaged++;
        } else if (seen[message.machine()].get(message.sequence())) {
            doubled[message.machine()]++;
        } else {
            seen[message.machine()].set(message.sequence());
            seenInAll++;
        }
    }

    /** @param confirmation as a read_committed consumer has it */
    synchronized void confirmed(final Confirmation confirmation) {
        final Integer machine = byOperation.get(confirmation.operation().text());
        if (machine == null) {
            return;
        }
        // Each operation runs at one machine, so it has one ledger: the number stands for the id.
        if (told[machine].get(confirmation.number())) {
            doubledConfirmations++;
            return;
        }
        told[machine].set(confirmation.number());
        confirmations++;
        final Confirmation.Trigger trigger = confirmation.trigger();
        byOther += trigger == Confirmation.Trigger.QUANTITY || trigger == Confirmation.Trigger.REQUEST ? 0 : 1;
        confirmedMilli[machine] += confirmation.quantity().goodMilli();
    }

    /** True for the operation of one of the machines. */
    boolean knows(final OperationKey operation) {
        return byOperation.containsKey(operation.text());
    }

    synchronized long sent() {
        return sentInAll;
    }

    /** Different messages that arrived intact. */
    synchronized long received() {
        return seenInAll;
    }

    /** Messages that came intact, and had come before. */
    synchronized long repeated() {
        return IntStream.of(doubled).asLongStream().sum();
    }

    /** Units that were told, all operations together. */
    synchronized long confirmedUnits() {
        return IntStream.range(0, confirmedMilli.length)
                        .mapToLong(machine -> confirmedMilli[machine])
                        .sum()
                / MILLI;
    }

    synchronized long confirmations() {
        return confirmations;
    }

    synchronized boolean hasAllEvents() {
        return seenInAll == sentInAll;
    }

    /** Whether everything is told but what waits for its operation's next confirmation. */
    synchronized boolean hasAllWholeTens() {
        return IntStream.range(0, sent.length)
                .allMatch(machine ->
                        sent[machine] * MILLI - confirmedMilli[machine] < LoadPlant.UNITS_PER_CONFIRMATION * MILLI);
    }

    synchronized boolean hasAllUnits() {
        return IntStream.range(0, sent.length).allMatch(machine -> confirmedMilli[machine] == sent[machine] * MILLI);
    }

    /**
     * @param withConfirmations whether these were to be told, down to the last unit
     * @return a sentence for each difference, the first ten; none if all is well
     */
    synchronized List<String> faults(final boolean withConfirmations) {
        return faults(withConfirmations, false);
    }

    /** @param areRepeatsUsual events may come more than once on {@code .events}, since a send failed: their readers drop them */
    synchronized List<String> faults(final boolean withConfirmations, final boolean areRepeatsUsual) {
        final List<String> faults = new ArrayList<>();
        if (damaged > 0) {
            faults.add(damaged + " events on .events have another content than was sent");
        }
        for (int machine = 0; machine < sent.length; machine++) {
            final int lost = sent[machine] - seen[machine].cardinality();
            if (lost != 0) {
                faults.add(LoadPlant.path(machine) + ": of " + sent[machine] + " events " + lost
                        + " are missing on .events, the first is number "
                        + seen[machine].nextClearBit(0));
            }
            if (doubled[machine] > 0 && !areRepeatsUsual) {
                faults.add(
                        LoadPlant.path(machine) + ": " + doubled[machine] + " events came more than once on .events");
            }
            if (withConfirmations && confirmedMilli[machine] != sent[machine] * MILLI) {
                faults.add("operation " + LoadPlant.operation(machine).text() + ": " + sent[machine]
                        + " units were sent, " + confirmedMilli[machine] / MILLI + " are confirmed");
            }
        }
        if (doubledConfirmations > 0) {
            faults.add(doubledConfirmations + " confirmations were read more than once by the read_committed consumer");
        }
        if (byOther > 0) {
            faults.add(
                    byOther
                            + " confirmations were triggered neither by quantity nor by request: their latency is not measured");
        }
        return shortened(faults);
    }

    private static List<String> shortened(final List<String> faults) {
        if (faults.size() <= SHOWN) {
            return faults;
        }
        final List<String> first = new ArrayList<>(faults.subList(0, SHOWN));
        first.add("and " + (faults.size() - SHOWN) + " more");
        return first;
    }
}
