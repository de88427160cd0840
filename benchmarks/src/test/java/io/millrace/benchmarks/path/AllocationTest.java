package io.millrace.benchmarks.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.benchmarks.CanonicalEvent;
import io.millrace.benchmarks.MachineDay;
import io.millrace.benchmarks.decode.JsonDecode;
import io.millrace.benchmarks.decode.OpcUaDecode;
import io.millrace.benchmarks.decode.SparkplugDecode;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What the hot steps allocate, as the JVM counts it itself: no clock, no load of the machine is in these figures, and nothing of what the
 * second compiler saves, which is not the same each time (see the pom). Each is an upper bound, the figure of the day it was set and a tenth. Who makes a step allocate less lowers its figure here, so that it stays so.
 */
class AllocationTest {
    /** An hour of a machine that makes a unit a second: its history is kept in blocks of that. */
    private static final int BLOCK = 3_600;

    private static final int BLOCKS = 10;
    private static final double MARGIN = 1.10;
    /** For what is done once in a while, spread over a block. */
    private static final double MARGIN_BYTES = 4;

    /** What is measured; a result as an object would be counted. */
    @FunctionalInterface
    private interface Operation {
        void run() throws Exception;
    }

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long[] threadsAtWork = {};

    @Test
    void shouldAllocateNothingForJsonOfAShapeThatIsKnown() throws Exception {
        checkNothing("JSON of a known shape to an event", new JsonDecode()::millrace);
    }

    @Test
    void shouldAllocateLittleForAJsonEvent() throws Exception {
        check("JSON to an event", 5_151, new JsonDecode()::millraceUnknownShape);
    }

    @Test
    void shouldAllocateNothingForASparkplugMessage() throws Exception {
        checkNothing("a Sparkplug message of ten metrics", SparkplugDecode.of(10)::millrace);
    }

    /** What Milo allocates for 100 values, and nothing of ours but for its lists. */
    @Test
    void shouldAllocateNothingBeyondMiloForAnOpcUaDataChange() throws Exception {
        final OpcUaDecode benchmark = new OpcUaDecode();
        benchmark.makeMessages();
        for (int i = 0; i < BLOCK; i++) {
            benchmark.millrace();
        }
        final double milo = least(benchmark::milo);
        final double ours = least(benchmark::millrace);
        assertThat(ours - milo)
                .as("an OPC UA data change of 100 values allocates beside Milo's " + milo + " bytes")
                .isLessThan(OpcUaDecode.VALUES);
    }

    @Test
    void shouldAllocateNothingFromJsonToDurable() throws Exception {
        final SourceToDurable benchmark = new SourceToDurable();
        benchmark.open();
        try {
            checkNothing("a JSON message until it is durable", benchmark::one);
        } finally {
            benchmark.close();
        }
    }

    @Test
    void shouldAllocateNothingToEncodeAnEvent() throws Exception {
        final CanonicalEvent benchmark = new CanonicalEvent();
        benchmark.encodeAll();
        checkNothing("an event to SBE", benchmark::encodeSbe);
    }

    @Test
    void shouldAllocateOnlyTheEventToDecodeIt() throws Exception {
        final CanonicalEvent benchmark = new CanonicalEvent();
        benchmark.encodeAll();
        check("SBE to an event", 576, benchmark::decodeSbe);
    }

    @Test
    void shouldAllocateNothingToAppendToTheJournal() throws Exception {
        final JournalAppend benchmark = new JournalAppend();
        benchmark.open();
        try {
            checkNothing("an append to the journal", benchmark::append);
        } finally {
            benchmark.close();
        }
    }

    @Test
    void shouldAllocateNothingFromThreadToThread() throws Exception {
        final EventRingHop benchmark = new EventRingHop();
        benchmark.open();
        try {
            checkNothing("an event through the ring", benchmark::one);
        } finally {
            benchmark.close();
        }
    }

    @Test
    void shouldAllocateLittleInAMachinesAccount() throws Exception {
        final MachineDay day = new MachineDay();
        day.startOrder();
        check("an event in its machine's account", 3_913, day::apply);
    }

    @Test
    void shouldAllocateLittleToKeepAMachinesHead() throws Exception {
        final MachineDay day = new MachineDay();
        day.startOrder();
        check("an event in its machine's account, and its head as bytes", 6_830, day::applyAndWrite);
    }

    private void check(final String step, final double figure, final Operation operation) throws Exception {
        final double bound = figure * MARGIN + MARGIN_BYTES;
        final double least = least(operation);
        assertThat(least).as(step + " allocates, in bytes").isLessThanOrEqualTo(bound);
        if (least < figure / MARGIN - MARGIN_BYTES) {
            System.out.printf("%s allocates %.2f bytes, no longer %.0f: lower the figure%n", step, least, figure);
        }
    }

    /** Less than a byte for each: nothing but what is done once in a while. */
    private void checkNothing(final String step, final Operation operation) throws Exception {
        assertThat(least(operation)).as(step + " allocates, in bytes").isLessThan(1);
    }

    private double least(final Operation operation) throws Exception {
        findThreads();
        double least = Double.MAX_VALUE;
        for (int block = 0; block < BLOCKS; block++) {
            least = Math.min(least, perOperation(operation));
        }
        return least;
    }

    private void findThreads() {
        final long own = Thread.currentThread().getId();
        threadsAtWork = LongStream.concat(
                        LongStream.of(own),
                        Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().equals("journal"))
                                .mapToLong(Thread::getId))
                .toArray();
    }

    private double perOperation(final Operation operation) throws Exception {
        final long before = allocated();
        for (int i = 0; i < BLOCK; i++) {
            operation.run();
        }
        return (double) (allocated() - before) / BLOCK;
    }

    /** By this thread, and by the ring's where there is one. */
    private long allocated() {
        long bytes = 0;
        for (final long thread : threadsAtWork) {
            bytes += threads.getThreadAllocatedBytes(thread);
        }
        return bytes;
    }
}
