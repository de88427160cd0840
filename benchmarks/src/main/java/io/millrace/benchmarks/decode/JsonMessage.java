package io.millrace.benchmarks.decode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A message of the canonical MQTT scheme of about 200 bytes. There are 256 that differ: states, counters, counts, order contexts
 * and consumption of eight machines in turn, times in both forms, a field nobody reads, always the same.
 */
public record JsonMessage(String topic, byte[] payload) {
    /** How many there are. */
    public static final int COUNT = 256;
    /** How the events they become name their gateway and source. */
    public static final String GATEWAY = "gw1";

    public static final String SOURCE = "mes-mqtt";

    /** Gateway time of all of them, nanoseconds since the epoch. */
    public static final long GATEWAY_NS = 1_790_000_300_000_000_000L;

    static final String PREFIX = "millrace/v1/";

    private static final long START_MS = 1_790_000_000_000L;
    private static final int KINDS = 5;
    private static final int MACHINES = 8;

    public static List<JsonMessage> all() {
        final List<JsonMessage> messages = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            messages.add(message(i));
        }
        return messages;
    }

    /** Paths of the machines, in a set as the gateway has it. */
    public static Set<String> machines() {
        final Set<String> machines = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < MACHINES; i++) {
            machines.add(machine(i));
        }
        return Collections.unmodifiableSet(machines);
    }

    private static String machine(final int i) {
        return "demo/berlin/press/line1/press" + (1 + i % MACHINES);
    }

    private static JsonMessage message(final int i) {
        final long timeMs = START_MS + i * 1_017L;
        final String time = i % 2 == 0
                ? Long.toString(timeMs)
                : '"' + Instant.ofEpochMilli(timeMs).toString() + '"';
        final String head = String.format(
                "{\"id\":\"E%05d\",\"time\":%s,\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b71692%05x-01\"",
                i, time, i);
        final String order = String.format("\"order\":\"45%05d\",\"operation\":\"%04d\"", i / 16, 10 * (1 + i % 3));
        final String body =
                switch (i % KINDS) {
                    case 0 ->
                        String.format(
                                "\"state\":\"%s\",\"mode\":\"production\",\"reason\":\"R%03d\",\"operator\":\"OP%04d\",\"shift\":\"S%d\"",
                                i % 2 == 0 ? "EXECUTE" : "HELD", i, i, i % 3);
                    case 1 ->
                        String.format(
                                "\"measure\":\"good\",\"value\":%d,\"unit\":\"PCE\",\"operator\":\"OP%04d\",\"shift\":\"S%d\"",
                                1_234_567 + i, i, i % 3);
                    case 2 ->
                        String.format("\"measure\":\"scrap\",\"quantity\":%d.5,%s,\"reason\":\"R%03d\"", i, order, i);
                    case 3 ->
                        String.format(
                                "\"transition\":\"%s\",%s,\"plant\":\"1000\"",
                                i % 2 == 0 ? "started" : "completed", order);
                    default ->
                        String.format(
                                "\"quantity\":%d.125,\"material\":\"RM-%04d\",\"lot\":\"L%d\",%s", i, i, i, order);
                };
        final String kind =
                List.of("state", "counter", "count", "context", "consumption").get(i % KINDS);
        return new JsonMessage(
                PREFIX + machine(i) + '/' + kind, (head + ',' + body + '}').getBytes(StandardCharsets.UTF_8));
    }
}
