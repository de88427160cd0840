package io.millrace.ingest.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources of a gateway: made, started, and exchanged for others while those that stay keep their connections. One thread changes
 * them at a time; any may ask.
 */
final class RunningSources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningSources.class);

    private record Running(SourceFactory factory, Source source) {}

    private final SourceContext context;
    private volatile Map<String, Running> running = Map.of();
    private @Nullable MeterRegistry registry;
    private boolean isClosed;

    /** @param context what each is given, but for its name */
    RunningSources(final SourceContext context) {
        this.context = context;
    }

    /** Makes the first ones; nothing runs yet. */
    synchronized void make(final List<SourceFactory> factories) {
        checkNames(factories);
        final Map<String, Running> made = new LinkedHashMap<>();
        try {
            factories.forEach(factory -> made.put(factory.name(), make(factory, context.lastHeardNs())));
        } catch (final RuntimeException e) {
            close(made.values());
            throw e;
        }
        running = made;
    }

    synchronized void start() {
        running.values().forEach(one -> one.source().start());
    }

    /**
     * Closes those that are no longer wanted or whose settings are others now, and makes and starts what is wanted instead. The rest
     * runs on, untouched.
     *
     * @param beforeStart what must be said before the new ones speak; not run if they cannot be made
     * @throws RuntimeException if a new one cannot be made: then those that were closed run again
     */
    synchronized SourceChanges exchange(final List<SourceFactory> wanted, final Runnable beforeStart) {
        checkNames(wanted);
        if (isClosed) {
            throw new IllegalStateException("the gateway is closing");
        }
        final Map<String, Running> before = running;
        final Map<String, Running> after = new LinkedHashMap<>();
        wanted.forEach(factory -> {
            final Running one = before.get(factory.name());
            if (one != null && one.factory().settings().equals(factory.settings())) {
                after.put(factory.name(), one);
            }
        });
        final List<Running> leaving = before.values().stream()
                .filter(one -> !after.containsValue(one))
                .toList();
        // Until here they have been heard: what comes after may be missing until their successors listen.
        final long heardNs = context.clockNs().getAsLong();
        running = Collections.unmodifiableMap(new LinkedHashMap<>(after));
        close(leaving);
        final List<Running> made = new ArrayList<>();
        try {
            for (final SourceFactory factory : wanted) {
                if (!after.containsKey(factory.name())) {
                    made.add(make(factory, heardNs));
                }
            }
            beforeStart.run();
        } catch (final RuntimeException refused) {
            close(made);
            restore(before, leaving, heardNs);
            throw refused;
        }
        made.forEach(one -> begin(one, after));
        running = after;
        return new SourceChanges(names(made, before, false), names(made, before, true), removed(before, after));
    }

    /** Best effort: what cannot run again is said, the others do. */
    private void restore(final Map<String, Running> before, final List<Running> leaving, final long heardNs) {
        final Map<String, Running> after = new LinkedHashMap<>();
        before.forEach((name, one) -> {
            if (!leaving.contains(one)) {
                after.put(name, one);
                return;
            }
            try {
                begin(make(one.factory(), heardNs), after);
            } catch (final RuntimeException e) {
                LOG.error("source {} cannot run again as it did: {}; restart the gateway", name, e.getMessage());
            }
        });
        running = after;
    }

    private void begin(final Running one, final Map<String, Running> after) {
        one.source().start();
        bind(one);
        after.put(one.factory().name(), one);
    }

    private Running make(final SourceFactory factory, final long lastHeardNs) {
        return new Running(
                factory,
                factory.make()
                        .apply(new SourceContext(
                                context.gateway(),
                                factory.name(),
                                context.clockNs(),
                                context.inlet(),
                                context.machines(),
                                lastHeardNs)));
    }

    private static void checkNames(final List<SourceFactory> factories) {
        final List<String> names = factories.stream().map(SourceFactory::name).toList();
        for (final String name : Set.copyOf(names)) {
            if (Collections.frequency(names, name) > 1
                    || name.equals(Ticker.SOURCE)
                    || name.equals(Definitions.SOURCE)) {
                throw new IllegalArgumentException(
                        "source name '" + name + "' is used twice: each source needs its own");
            }
        }
    }

    private static List<String> names(
            final List<Running> made, final Map<String, Running> before, final boolean wasThere) {
        return made.stream()
                .map(one -> one.factory().name())
                .filter(name -> before.containsKey(name) == wasThere)
                .toList();
    }

    private static List<String> removed(final Map<String, Running> before, final Map<String, Running> after) {
        return before.keySet().stream().filter(name -> !after.containsKey(name)).toList();
    }

    boolean isReady() {
        return running.values().stream().allMatch(one -> one.source().isReady());
    }

    /** Shows what they count, also those that come later. */
    synchronized void bindTo(final MeterRegistry newRegistry) {
        registry = newRegistry;
        running.values().forEach(this::bind);
    }

    private void bind(final Running one) {
        if (registry != null) {
            one.source().bindTo(registry, tags(one));
        }
    }

    /** A registry answers for a meter it knows already with the old one, which would stand still. */
    private void unbind(final Running one) {
        final MeterRegistry shown = registry;
        if (shown != null) {
            final Tags tags = tags(one);
            shown.getMeters().stream()
                    .filter(meter -> tags.stream().allMatch(meter.getId().getTags()::contains))
                    .forEach(shown::remove);
        }
    }

    private Tags tags(final Running one) {
        return Tags.of("gateway", context.gateway(), "source", one.factory().name());
    }

    private void close(final Collection<Running> leaving) {
        leaving.forEach(one -> {
            try {
                one.source().close();
            } catch (final RuntimeException e) {
                LOG.warn("source {} did not close cleanly: {}", one.factory().name(), e.getMessage());
            }
            unbind(one);
        });
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        close(running.values());
    }
}
