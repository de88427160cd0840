package io.millrace.app.letters;

import io.millrace.app.config.Configuration;
import io.millrace.app.config.SourceSettings;
import io.millrace.app.kafka.EventPublisher;
import io.millrace.app.run.Sources;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.UnknownEventException;
import io.millrace.ingest.mqtt.JsonMapper;
import io.millrace.ingest.mqtt.Mapped;
import io.millrace.ingest.mqtt.MqttJsonConfig;
import io.millrace.topology.record.DeadLetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes a dead letter's bytes, topic and time through the mappings and master data that are configured now, as if the message came
 * then. Entries that were good the first time become the same events again, which readers drop as repeats. Not thread-safe.
 */
public final class Remapping {
    /** What the forwarder says of an event that Kafka could not take. */
    private static final String NOT_FORWARDABLE = "NOT_FORWARDABLE";

    private final Configuration configuration;
    private final Map<String, Function<DeadLetter, Remapped>> sources = new HashMap<>();

    public Remapping(final Configuration configuration) {
        this.configuration = configuration;
    }

    /** Never throws for what is in the letter. */
    public Remapped of(final DeadLetter letter) {
        if (letter.payload().length == 0) {
            return Remapped.not("its bytes were too many for the letter: the source must say it again");
        }
        if (letter.position() != null || NOT_FORWARDABLE.equals(letter.reason())) {
            return event(letter);
        }
        return sources.computeIfAbsent(letter.source(), this::source).apply(letter);
    }

    /** What was an event already needs no mapping. */
    private static Remapped event(final DeadLetter letter) {
        try {
            final Event event = new EventDecoder().decode(new UnsafeBuffer(letter.payload()), 0);
            return event.head().machine().isEmpty()
                    ? Remapped.not("it is master data, which the gateway says anew at its next start")
                    : new Remapped(List.of(event), "");
        } catch (final UnknownEventException | IndexOutOfBoundsException | IllegalArgumentException noEvent) {
            return Remapped.not("it is no event that this program can read (" + noEvent.getMessage()
                    + "): nothing can be made of it, discard it");
        }
    }

    private Function<DeadLetter, Remapped> source(final String name) {
        final SourceSettings settings = configuration.sources().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
        if (settings == null) {
            return always("no source is named \"" + name + "\" in the configuration: name the one that reads it so, or"
                    + " import its recording again");
        } else if (settings instanceof SourceSettings.MqttJson json) {
            return json(Sources.mqttJson(json));
        } else if (settings instanceof SourceSettings.Sparkplug) {
            return always(
                    "a Sparkplug message cannot be read without its session: correct the mapping, the node says its"
                            + " values anew at the rebirth that follows; then discard it");
        }
        return always(
                "this source reads the present values again when it connects: correct the mapping, then discard it");
    }

    private static Function<DeadLetter, Remapped> always(final String why) {
        return letter -> Remapped.not(why);
    }

    private Function<DeadLetter, Remapped> json(final MqttJsonConfig config) {
        final JsonMapper mapper = new JsonMapper(
                EventPublisher.OPERATOR,
                config.name(),
                configuration.plant().machinePaths(),
                config.mappings(),
                config.limits());
        return letter -> {
            final Mapped mapped = mapper.map(letter.origin(), letter.payload(), "", letter.timeNs());
            final io.millrace.ingest.source.DeadLetter left = mapped.letter();
            return new Remapped(mapped.events(), left == null ? "" : left.reason() + ": " + left.detail());
        };
    }
}
