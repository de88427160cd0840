package io.millrace.app.load;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.plant.OperationKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One good unit of a machine. Its source event id is RUN.MACHINE.SEQUENCE.CHECKSUM, so that whoever reads the event can tell whose it is
 * and whether it is still what was sent. Immutable.
 *
 * @param run name of the run, without dots
 * @param machine number of the machine, from 0
 * @param sequence among the machine's messages of the run, from 0 without holes
 * @param timeNs when it was scheduled: the source time, nanoseconds since the epoch
 */
public record LoadMessage(String run, int machine, int sequence, long timeNs) {
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long ONE_UNIT_MILLI = 1_000;
    private static final int PARTS = 4;
    private static final int SEQUENCE = 2;
    private static final int CHECKSUM = 3;

    /** As a reader found it. */
    public record Received(int machine, int sequence, boolean isIntact) {}

    String id() {
        return run + "." + machine + "." + sequence + "."
                + checksum(
                        sequence,
                        timeNs,
                        LoadPlant.path(machine),
                        LoadPlant.operation(machine).text(),
                        ONE_UNIT_MILLI);
    }

    public String topic() {
        return LoadPlant.topic(machine, "count");
    }

    public byte[] payload() {
        final OperationKey operation = LoadPlant.operation(machine);
        return ("{\"id\":\"" + id() + "\",\"time\":\"" + time() + "\",\"measure\":\"good\",\"quantity\":1,\"order\":\""
                        + operation.order() + "\",\"operation\":\"" + operation.operation() + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The machine's operation starts there and then; no unit, and in no sequence. What is counted without is told on ticks only. */
    public byte[] start() {
        final OperationKey operation = LoadPlant.operation(machine);
        return ("{\"id\":\"" + run + "-start-" + machine + "\",\"time\":\"" + time()
                        + "\",\"transition\":\"STARTED\",\"order\":\"" + operation.order() + "\",\"operation\":\""
                        + operation.operation() + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Asks that everything of the machine is told; no unit, and in no sequence. */
    byte[] settlement() {
        return ("{\"id\":\"" + run + "-settle-" + machine + "\",\"time\":\"" + time()
                        + "\",\"type\":\"SETTLE_REQUESTED\",\"target\":\"" + LoadPlant.path(machine)
                        + "\",\"actor\":\"millrace perf\",\"reason\":\"end of the run\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String time() {
        return Instant.ofEpochSecond(timeNs / NS_PER_S, timeNs % NS_PER_S).toString();
    }

    /** @return null if the event is none of the run's messages: a tick, a definition, another run's, somebody else's */
    public static @Nullable Received read(final String run, final int machines, final Event event) {
        final String[] parts = event.head().sourceEventId().split("\\.", -1);
        if (parts.length != PARTS || !parts[0].equals(run)) {
            return null;
        }
        final int machine = number(parts[1]);
        final int sequence = number(parts[SEQUENCE]);
        if (machine >= machines || machine < 0 || sequence < 0 || !(event.fact() instanceof Fact.CountReport count)) {
            return new Received(-1, -1, false);
        }
        final String checksum = checksum(
                sequence,
                event.head().sourceTimeNs(),
                event.head().machine(),
                new OperationKey(count.order(), count.operation()).text(),
                count.quantityMilli());
        final boolean isWhose = event.head().machine().equals(LoadPlant.path(machine));
        return new Received(machine, sequence, isWhose && checksum.equals(parts[CHECKSUM]));
    }

    private static int number(final String text) {
        try {
            return Integer.parseInt(text);
        } catch (final NumberFormatException damaged) {
            return -1;
        }
    }

    private static String checksum(
            final int sequence, final long timeNs, final String path, final String operation, final long milli) {
        final CRC32C crc = new CRC32C();
        crc.update((sequence + "|" + timeNs + "|" + path + "|" + operation + "|" + milli)
                .getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
