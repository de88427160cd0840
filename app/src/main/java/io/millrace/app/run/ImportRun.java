package io.millrace.app.run;

import io.millrace.app.config.Configuration;
import io.millrace.app.config.GatewaySettings;
import io.millrace.app.config.JournalSettings;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.ingest.files.FileSource;
import io.millrace.ingest.files.ImportProgress;
import io.millrace.ingest.files.ImportSummary;
import io.millrace.ingest.files.Pace;
import io.millrace.ingest.files.Recording;
import io.millrace.ingest.gateway.Gateway;
import io.millrace.ingest.gateway.SourceFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A recording through the gateway's own path - ring, journal, forwarder - with the recording's times: the gateway's clock is the
 * recording's running maximum. It has an identity and a folder of its own, so it can run beside a gateway, and again. Killed, it goes
 * on where it was when it is run again with the same files.
 */
public final class ImportRun {
    private static final long POLL_MS = 50;

    private ImportRun() {}

    /**
     * What is imported, and how.
     *
     * @param setup whatever the recording's words depend on besides its files, as text: the mapping
     * @param source name in the events' identity
     * @param speed times as fast as it was recorded; 0: as fast as possible
     * @param again from the beginning, whatever an import that was cut off has left
     */
    public record Job(Recording recording, String setup, String source, double speed, boolean again) {}

    /**
     * Blocks until everything is in Kafka.
     *
     * @param within how long Kafka may take to accept what is journalled, after the last line
     */
    public static ImportSummary run(
            final Configuration configuration, final Job job, final ImportProgress progress, final Duration within)
            throws InterruptedException {
        final AtomicReference<FileSource> source = new AtomicReference<>();
        final Configuration own = apart(configuration);
        final FileSource.Options options = new FileSource.Options(
                own.gateway().data().resolve("imports"),
                job.setup(),
                job.again(),
                new Pace(job.speed(), System::nanoTime),
                GatewayRun.now(),
                progress);
        final SourceFactory factory = new SourceFactory(job.source(), context -> {
            source.set(new FileSource(job.recording(), context, options));
            return source.get();
        });
        try (Gateway gateway = GatewayRun.open(own, () -> clock(source.get()), 0, List.of(factory))) {
            gateway.start();
            final ImportSummary summary = source.get().completion().get();
            awaitForwarded(gateway, within);
            return summary;
        } catch (final ExecutionException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "the recording could not be read: " + e.getCause().getMessage(),
                    e);
        }
    }

    /** The incarnation is drawn before there is a source, from the real clock: so that it rises also if the folder is lost. */
    private static long clock(final @Nullable FileSource source) {
        return source == null ? GatewayRun.now() : source.clockNs();
    }

    private static Configuration apart(final Configuration configuration) {
        final GatewaySettings gateway = configuration.gateway();
        final JournalSettings journal = configuration.journal();
        return new Configuration(
                new GatewaySettings(gateway.id() + "-import", beside(gateway.data()), gateway.http(), gateway.tick()),
                new JournalSettings(
                        journal.sync(),
                        journal.roll(),
                        journal.minFreeBytes(),
                        journal.ringSlots(),
                        journal.waiting(),
                        new JournalSettings.Telemetry(
                                telemetryBeside(
                                        gateway.data(), journal.telemetry().folder()),
                                journal.telemetry().sync(),
                                journal.telemetry().minFreeBytes())),
                configuration.kafka(),
                configuration.topology(),
                configuration.plant(),
                List.of());
    }

    private static Path beside(final Path folder) {
        final Path absolute = folder.toAbsolutePath();
        return absolute.resolveSibling(absolute.getFileName() + "-import");
    }

    private static Path telemetryBeside(final Path data, final Path telemetry) {
        return telemetry.startsWith(data) ? beside(data).resolve(data.relativize(telemetry)) : beside(telemetry);
    }

    private static void awaitForwarded(final Gateway gateway, final Duration within) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + within.toNanos();
        while (gateway.backlog() > 0) {
            if (System.nanoTime() > deadlineNs) {
                throw new Failure(
                        ExitCode.CANNOT_START,
                        gateway.backlog() + " messages are journalled and not yet in Kafka ("
                                + gateway.forwardingTrouble()
                                + "); they are sent when the import is run again and Kafka answers");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }
}
