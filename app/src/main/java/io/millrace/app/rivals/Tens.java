package io.millrace.app.rivals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.load.LoadPlant;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.LongArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Of confirmations: a machine's n-th one ({@code number}) is to speak of ten good units ({@code quantity.good}), and to be triggered by
 * the message that was sent as its 10 n-th ({@code triggerSourceTime}). If a contestant loses a message or counts one twice, each later
 * confirmation of that machine is triggered by another message, and is wrong.
 */
final class Tens implements Account {
    private static final long NS_PER_S = 1_000_000_000L;

    private final long precisionNs;
    private final ObjectMapper json = new ObjectMapper();
    private final LongArrayList[] scheduled;
    private final BitSet[] told;
    private final Map<String, Integer> byOperation = new HashMap<>();
    private long sent;
    private long expected;
    private long arrived;
    private long doubled;
    private long wrong;

    /** @param wire how exactly a source time goes over it */
    Tens(final int machines, final Wire wire) {
        precisionNs = wire.precisionNs();
        scheduled = new LongArrayList[machines];
        told = new BitSet[machines];
        for (int machine = 0; machine < machines; machine++) {
            scheduled[machine] = new LongArrayList();
            told[machine] = new BitSet();
            byOperation.put(LoadPlant.operation(machine).text(), machine);
        }
    }

    @Override
    public synchronized int sent(final int machine, final long scheduledNs) {
        scheduled[machine].addLong(scheduledNs);
        final int count = scheduled[machine].size();
        sent++;
        expected += count % LoadPlant.UNITS_PER_CONFIRMATION == 0 ? 1 : 0;
        return count - 1;
    }

    @Override
    public synchronized long take(final ConsumerRecord<byte[], byte[]> message) {
        final JsonNode confirmation = read(message.value());
        final Integer machine = byOperation.get(confirmation.path("order").asText() + "/"
                + confirmation.path("operation").asText());
        final int number = confirmation.path("number").asInt();
        if (machine == null || number < 1) {
            wrong++;
            return NOT_MEASURED;
        }
        final int trigger = number * LoadPlant.UNITS_PER_CONFIRMATION - 1;
        if (trigger >= scheduled[machine].size()) {
            wrong++;
            return NOT_MEASURED;
        }
        if (told[machine].get(number)) {
            doubled++;
            return NOT_MEASURED;
        }
        told[machine].set(number);
        arrived++;
        final long dueNs = scheduled[machine].getLong(trigger);
        wrong += isRight(confirmation, machine, dueNs) ? 0 : 1;
        return dueNs;
    }

    private JsonNode read(final byte[] value) {
        try {
            return json.readTree(value);
        } catch (final IOException | IllegalArgumentException notJson) {
            return json.missingNode();
        }
    }

    private boolean isRight(final JsonNode confirmation, final int machine, final long dueNs) {
        return confirmation.path("machine").asText().equals(LoadPlant.path(machine))
                && confirmation.path("quantity").path("good").asDouble() == LoadPlant.UNITS_PER_CONFIRMATION
                && timeNs(confirmation.path("triggerSourceTime").asText()) / precisionNs == dueNs / precisionNs;
    }

    private static long timeNs(final String text) {
        try {
            final Instant time = Instant.parse(text);
            return time.getEpochSecond() * NS_PER_S + time.getNano();
        } catch (final DateTimeParseException none) {
            return NOT_MEASURED;
        }
    }

    @Override
    public synchronized Result result() {
        return new Result(sent, expected, arrived, doubled, wrong);
    }

    @Override
    public int messagesPerRecord() {
        return LoadPlant.UNITS_PER_CONFIRMATION;
    }
}
