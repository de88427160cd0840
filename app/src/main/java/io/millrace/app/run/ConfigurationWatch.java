package io.millrace.app.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.Fault;
import io.millrace.app.yaml.Surroundings;
import io.millrace.ingest.gateway.Gateway;
import io.millrace.ingest.gateway.SourceChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second at the files that the configuration came from - master data and secrets among them - and has the gateway go on
 * with what they say, whole or not at all. A change is taken up when it has stood still for one look, so no half-written file is.
 */
final class ConfigurationWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);
    private static final long PERIOD_S = 1;
    private static final long CLOSE_WITHIN_S = 15;

    /** What became of a change. */
    private enum Outcome {
        APPLIED,
        REFUSED,
        FAILED
    }

    /** How a file looks from outside. */
    private record Stamp(long modifiedNs, long bytes, String key) {}

    private final Path file;
    private final Gateway gateway;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        final Thread thread = new Thread(task, "config-watch");
        thread.setDaemon(true);
        return thread;
    });
    private Configuration inForce;
    private List<String> effective;
    private Set<Path> files;
    private @Nullable Map<Path, Stamp> taken;
    private @Nullable Map<Path, Stamp> seen;
    private volatile boolean isStale;

    /** @param inForce what the gateway was started with, read from the file */
    ConfigurationWatch(
            final Path file, final Configuration inForce, final Gateway gateway, final MeterRegistry registry) {
        this.file = file;
        this.inForce = inForce;
        this.gateway = gateway;
        this.effective = List.of();
        this.files = Set.of(file);
        for (final Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome,
                    Counter.builder("millrace.config.reload")
                            .description("changes of the configuration's files, by what became of them")
                            .tags("gateway", inForce.gateway().id(), "outcome", lower(outcome))
                            .register(registry));
        }
        Gauge.builder("millrace.config.stale", this, watch -> watch.isStale ? 1 : 0)
                .description("1 while the files say something that is not in force")
                .tags("gateway", inForce.gateway().id())
                .register(registry);
    }

    void start() {
        executor.scheduleWithFixedDelay(this::look, PERIOD_S, PERIOD_S, TimeUnit.SECONDS);
    }

    /** One look at the files; never throws. One thread at a time. */
    void look() {
        try {
            final Map<Path, Stamp> now = stamps();
            if (now.equals(taken)) {
                seen = now;
            } else if (now.equals(seen)) {
                taken = now;
                read();
            } else {
                seen = now;
            }
        } catch (final RuntimeException e) {
            // The next look comes all the same.
            LOG.error("the configuration cannot be watched", e);
        }
    }

    private Map<Path, Stamp> stamps() {
        final Map<Path, Stamp> stamps = new TreeMap<>();
        for (final Path each : files) {
            try {
                final BasicFileAttributes attributes = Files.readAttributes(each, BasicFileAttributes.class);
                stamps.put(
                        each,
                        new Stamp(
                                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                                attributes.size(),
                                String.valueOf(attributes.fileKey())));
            } catch (final IOException notThere) {
                stamps.put(each, new Stamp(0, -1, ""));
            }
        }
        return stamps;
    }

    private void read() {
        final Set<Path> opened = new LinkedHashSet<>(Set.of(file));
        final Checked<Configuration> checked =
                ConfigurationFile.read(file, Surroundings.of(file).telling(opened::add));
        if (checked.value() == null) {
            // Not all of its files may have been found.
            opened.addAll(files);
            refuse(checked.faults().stream().map(Fault::toString).toList());
        } else {
            adopt(checked.value(), checked.effective());
        }
        if (!opened.equals(files)) {
            // One that was not looked at before may have changed since it was read.
            files = opened;
            taken = null;
        }
    }

    private void adopt(final Configuration next, final List<String> nextEffective) {
        final List<String> fixed = fixed(next, nextEffective);
        if (!fixed.isEmpty()) {
            refuse(fixed);
            return;
        }
        try {
            final boolean isNew = !next.sources().equals(inForce.sources())
                    || !MasterData.definitions(next.plant()).equals(MasterData.definitions(inForce.plant()));
            if (isNew) {
                final SourceChanges changes = gateway.reload(
                        MasterData.definitions(next.plant()),
                        next.sources().stream().map(Sources::factory).toList());
                outcomes.get(Outcome.APPLIED).increment();
                tell(nextEffective, changes);
            }
            inForce = next;
            effective = nextEffective;
            isStale = false;
        } catch (final RuntimeException e) {
            isStale = true;
            outcomes.get(Outcome.FAILED).increment();
            LOG.error("the changed configuration cannot be used, the old one stays in force: {}", e.getMessage());
        }
    }

    private void refuse(final List<String> faults) {
        isStale = true;
        outcomes.get(Outcome.REFUSED).increment();
        LOG.error("the changed configuration is refused, the old one stays in force:");
        faults.forEach(LOG::error);
    }

    /** What was changed that only a start can take up. */
    private List<String> fixed(final Configuration next, final List<String> nextEffective) {
        final List<String> faults = new ArrayList<>();
        fixed("gateway", inForce.gateway().equals(next.gateway()), nextEffective, faults);
        fixed("journal", inForce.journal().equals(next.journal()), nextEffective, faults);
        fixed("kafka", inForce.kafka().equals(next.kafka()), nextEffective, faults);
        return faults;
    }

    private void fixed(
            final String group, final boolean isEqual, final List<String> nextEffective, final List<String> faults) {
        if (isEqual) {
            return;
        }
        final String changed = nextEffective.stream()
                .filter(line -> line.startsWith(group + ".") && !effective.contains(line))
                .reduce((first, second) -> first + ", " + second)
                .orElse("something that is not shown, or was removed");
        faults.add(group + " cannot change while the gateway runs (" + changed
                + "): restart the gateway, or take it back");
    }

    private void tell(final List<String> nextEffective, final SourceChanges changes) {
        LOG.info(
                "the configuration has changed: sources added {}, changed {}, removed {}; all others keep their connections",
                changes.added(),
                changes.changed(),
                changes.removed());
        effective.stream().filter(line -> !nextEffective.contains(line)).forEach(line -> LOG.info("- {}", line));
        nextEffective.stream().filter(line -> !effective.contains(line)).forEach(line -> LOG.info("+ {}", line));
    }

    private static String lower(final Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    /** Lets a change that has begun come to its end. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_WITHIN_S, TimeUnit.SECONDS)) {
                LOG.warn("a change of the configuration was not finished");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
