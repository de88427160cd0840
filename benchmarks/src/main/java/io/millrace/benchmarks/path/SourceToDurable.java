package io.millrace.benchmarks.path;

import io.millrace.benchmarks.decode.JsonDecode;
import io.millrace.benchmarks.decode.JsonMessage;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalSettings;
import io.millrace.ingest.journal.SyncPolicy;
import io.millrace.ingest.json.EntryWalker;
import io.millrace.ingest.ring.WaitPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * From the bytes of 64 MQTT JSON messages through walker, ring and journal until the last one may be acknowledged, as the gateway
 * has it set up by default. The figure is for one message.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SourceToDurable {
    static final int BATCH = 64;

    @Param
    SyncPolicy survives = SyncPolicy.PROCESS;

    private final List<JsonMessage> messages = JsonMessage.all();
    private final EntryWalker walker = JsonDecode.warm(JsonDecode.mapper());
    private @Nullable TemporaryFolder folder;
    private @Nullable ChronicleJournal journal;
    private @Nullable Intake intake;
    private int next;

    @Setup(Level.Iteration)
    public void open() throws IOException {
        final TemporaryFolder fresh = TemporaryFolder.create();
        folder = fresh;
        final ChronicleJournal opened = ChronicleJournal.open(
                fresh.path(), JournalSettings.of(survives), () -> JsonMessage.GATEWAY_NS, System::nanoTime);
        journal = opened;
        intake = new Intake(opened, WaitPolicy.BLOCKING);
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        Objects.requireNonNull(intake).close();
        Objects.requireNonNull(journal).close();
        Objects.requireNonNull(folder).close();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long mqttJson() {
        for (int i = 0; i < BATCH; i++) {
            offer();
        }
        return Objects.requireNonNull(intake).awaitDurable();
    }

    /** A message that nothing comes with. */
    long one() {
        offer();
        return Objects.requireNonNull(intake).awaitDurable();
    }

    private void offer() {
        final JsonMessage message = messages.get(next++ & JsonMessage.COUNT - 1);
        if (!walker.tryRead(message.topic(), message.payload(), "", JsonMessage.GATEWAY_NS)) {
            throw new IllegalStateException("of a shape that is not known: " + message);
        }
        Objects.requireNonNull(intake).offer(walker);
    }

    long journalled() {
        return Objects.requireNonNull(journal).lastPosition();
    }
}
