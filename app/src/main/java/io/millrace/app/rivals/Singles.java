package io.millrace.app.rivals;

import io.millrace.app.load.LoadMessage;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.UnknownEventException;
import java.util.BitSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Of Millrace's events: each message is to be there once, with its content. */
final class Singles implements Account {
    private final String run;
    private final int[] sent;
    private final BitSet[] seen;
    private final EventDecoder decoder = new EventDecoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private long sentInAll;
    private long arrived;
    private long doubled;
    private long wrong;

    /** @param run name in the messages' ids */
    Singles(final String run, final int machines) {
        this.run = run;
        sent = new int[machines];
        seen = new BitSet[machines];
        for (int machine = 0; machine < machines; machine++) {
            seen[machine] = new BitSet();
        }
    }

    @Override
    public synchronized int sent(final int machine, final long scheduledNs) {
        sentInAll++;
        return sent[machine]++;
    }

    @Override
    public synchronized long take(final ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return NOT_MEASURED;
        }
        buffer.wrap(message.value());
        final Event event;
        try {
            event = decoder.decode(buffer, 0);
        } catch (final UnknownEventException foreign) {
            return NOT_MEASURED;
        }
        final LoadMessage.Received received = LoadMessage.read(run, sent.length, event);
        return received == null ? NOT_MEASURED : take(received, event.head().sourceTimeNs());
    }

    private long take(final LoadMessage.Received received, final long dueNs) {
        if (!received.isIntact()) {
            wrong++;
            return NOT_MEASURED;
        }
        final BitSet ofMachine = seen[received.machine()];
        if (ofMachine.get(received.sequence())) {
            doubled++;
            return NOT_MEASURED;
        }
        ofMachine.set(received.sequence());
        arrived++;
        return dueNs;
    }

    @Override
    public synchronized Result result() {
        return new Result(sentInAll, sentInAll, arrived, doubled, wrong);
    }

    @Override
    public int messagesPerRecord() {
        return 1;
    }
}
