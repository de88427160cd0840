package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.kafka.EventPublisher;
import io.millrace.app.letters.Letter;
import io.millrace.app.letters.LetterDecision;
import io.millrace.app.letters.LetterFilter;
import io.millrace.app.letters.LetterList;
import io.millrace.topology.record.CloudEventHeaders;
import io.millrace.topology.record.RecordType;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Decides dead letters, one after the other in the order they were taken in, each decision on the record before the next. */
abstract class LetterDecisionCommand implements Callable<Integer> {
    private static final CloudEventHeaders HEADERS = new CloudEventHeaders(EventPublisher.OPERATOR);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Cluster cluster = new Cluster();

    @Mixin
    private final Deciding deciding = new Deciding();

    @Mixin
    private final LetterOptions options = new LetterOptions();

    @Parameters(paramLabel = "ID", arity = "0..*", description = "As `millrace dead-letters list` shows it.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--every", description = "Every letter that waits, where neither an id nor a filter says which.")
    private boolean every;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why: it goes on the record.")
    private String note = "";

    final PrintWriter out() {
        return requireNonNull(spec).commandLine().getOut();
    }

    final Cluster cluster() {
        return cluster;
    }

    /** The letters that are meant, in order. @param again also such as were decided already, if they are named */
    final List<Letter> chosen(final boolean again) {
        final LetterFilter filter = options.filter();
        if (ids.isEmpty() && filter.isEmpty() && !every) {
            throw new ParameterException(
                    requireNonNull(spec).commandLine(),
                    "say which: name letters, give a filter like --source, or take --every letter that waits");
        }
        final LetterList list =
                cluster.letters(requireNonNull(spec).commandLine().getErr());
        if (ids.isEmpty()) {
            return list.all().stream()
                    .filter(letter -> letter.isWaiting() && filter.fits(letter))
                    .toList();
        }
        final Set<String> named = new LinkedHashSet<>(ids);
        final List<String> objections = named.stream()
                .map(id -> objection(id, list.find(id), again))
                .filter(text -> !text.isEmpty())
                .toList();
        if (!objections.isEmpty()) {
            throw new Failure(ExitCode.FAILED, String.join("; ", objections) + ". Nothing was written");
        }
        return list.all().stream().filter(letter -> named.contains(letter.id())).toList();
    }

    private static String objection(final String id, final @Nullable Letter letter, final boolean again) {
        if (letter == null) {
            return "there is no dead letter " + id;
        }
        return letter.isWaiting() || again ? "" : id + " is decided already: " + letter.status();
    }

    final void needNote() {
        if (note.isBlank()) {
            throw new ParameterException(
                    requireNonNull(spec).commandLine(), "say why with --note TEXT: it goes on the record");
        }
    }

    final void decide(
            final EventPublisher publisher,
            final Letter letter,
            final Letter.Status status,
            final int events,
            final String left) {
        final Instant now = Instant.now();
        final String topic = cluster.topics().deadLetters();
        final byte[] value = new LetterDecision(status, deciding.actor(), note, now, events, left).on(letter);
        final long nowNs = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        publisher.publish(new ProducerRecord<>(
                topic,
                null,
                EventPublisher.key(letter.key()),
                value,
                HEADERS.of(RecordType.DEAD_LETTER, topic, letter.key(), value, nowNs)));
    }
}
