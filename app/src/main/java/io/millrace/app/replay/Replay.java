package io.millrace.app.replay;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.kafka.Readers;
import io.millrace.app.kafka.TopicReader;
import io.millrace.app.run.Topologies;
import io.millrace.core.posting.RejectedPolicy;
import io.millrace.topology.run.RunnerConfig;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The kept events through the same topologies once more, under names of their own, and what that says otherwise. Writes to its own
 * topics only; posts nothing. Blocks its caller's thread for as long as it takes, and says how far it is.
 */
public final class Replay {
    private static final Duration STALLED_AFTER = Duration.ofMinutes(2);
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);
    private static final Duration SESSION_ON_ONE_BROKER = Duration.ofSeconds(3);
    private static final int RESTARTS = 3;
    private static final Duration RESTART_WINDOW = Duration.ofMinutes(5);
    private static final long POLL_MS = 200;
    private static final int ANSWER_WITHIN_MS = 10_000;

    private final Live live;
    private final ReplayRequest request;
    private final Consumer<String> lines;
    private final Admin admin;
    private final Readers readers;
    private final NameSpace names;
    private final List<String> notes = new ArrayList<>();

    private Replay(
            final Live live,
            final ReplayRequest request,
            final Consumer<String> lines,
            final Admin admin,
            final Readers readers) {
        this.live = live;
        this.request = request;
        this.lines = lines;
        this.admin = admin;
        this.readers = readers;
        names = new NameSpace(admin, live, request.prefix());
    }

    /**
     * @param lines takes what there is to say on the way
     * @throws Failure with the remedy, if the prefix is not free, there is nothing to replay, or it does not come to an end
     */
    public static ReplayReport run(final Live live, final ReplayRequest request, final Consumer<String> lines)
            throws InterruptedException, ExecutionException, IOException {
        NameSpace.check(live, request.prefix());
        final Map<String, Object> settings = new HashMap<>(live.client());
        settings.put("default.api.timeout.ms", "30000");
        try (Admin admin = Admin.create(settings);
                Readers readers = new Readers(admin, live.client())) {
            awaitAnswer(admin, live);
            return new Replay(live, request, lines, admin, readers).run();
        }
    }

    private static void awaitAnswer(final Admin admin, final Live live)
            throws InterruptedException, ExecutionException {
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(ANSWER_WITHIN_MS))
                    .nodes()
                    .get();
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new Failure(
                        ExitCode.CANNOT_START,
                        "Kafka at " + live.client().get("bootstrap.servers")
                                + " does not answer: check that it runs there",
                        e);
            }
            throw e;
        }
    }

    private ReplayReport run() throws InterruptedException, ExecutionException, IOException {
        final Stretch stretch = Stretch.of(admin, live.topics().events());
        names.clear(request.force());
        names.create(stretch.replication());
        if (stretch.isCut()) {
            notes.add(
                    "the first events are no longer kept: what was open or told before is unknown to the replay, so the"
                            + " beginning differs");
        }
        awaitLive(stretch);
        final long events = new EventCopy(
                        live,
                        names.topics().events(),
                        request.definitions(),
                        new Progress("copied", stretch.events(), lines))
                .copy(stretch);
        lines.accept("copied " + events + " events into " + names.topics().events());
        try {
            fold(stretch.replication());
        } finally {
            names.deleteInternals();
        }
        final ReplayReport report = compare(stretch, events);
        if (request.drop()) {
            names.deleteTopics();
        }
        return report;
    }

    private void fold(final int replication) throws InterruptedException, ExecutionException, IOException {
        final Path folder = Files.createTempDirectory("millrace-replay");
        // Nobody answers a replay: what was returned is among the events.
        try (Topologies topologies = new Topologies(
                names.topics(),
                names.application(),
                RejectedPolicy.RETURN,
                application -> config(application, folder, replication))) {
            topologies.start();
            awaitFolded(topologies);
        } finally {
            deleteFolder(folder);
        }
    }

    private RunnerConfig config(final String application, final Path folder, final int replication) {
        final Map<String, String> client = new HashMap<>();
        live.client().forEach((key, value) -> client.put(key, value.toString()));
        return new RunnerConfig(
                application,
                "replay",
                client.getOrDefault("bootstrap.servers", ""),
                folder.resolve(application),
                1,
                replication,
                COMMIT_INTERVAL,
                replication == 1 ? SESSION_ON_ONE_BROKER : RunnerConfig.DEFAULT_SESSION_TIMEOUT,
                RESTARTS,
                RESTART_WINDOW,
                client);
    }

    /** Twice in a row nothing is left and no input has grown: what the first half writes is the second half's input. */
    private void awaitFolded(final Topologies topologies) throws InterruptedException, ExecutionException {
        final long whole = readers
                .ends(List.of(new TopicPartition(names.topics().events(), 0)))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
        final Progress progress = new Progress("replayed", whole, lines);
        Map<TopicPartition, Long> before = Map.of();
        long least = Long.MAX_VALUE;
        long movedNs = System.nanoTime();
        while (true) {
            if (topologies.firstEnd().isDone()) {
                throw new Failure(
                        ExitCode.FAILED,
                        "the replay ended by itself: " + topologies.firstEnd().join());
            }
            final Map<TopicPartition, Long> ends = new HashMap<>();
            final long behind = behind(ends);
            if (behind == 0 && ends.equals(before)) {
                return;
            }
            before = ends;
            if (behind < least || behind == 0) {
                least = behind;
                movedNs = System.nanoTime();
            } else if (System.nanoTime() - movedNs > STALLED_AFTER.toNanos()) {
                throw new Failure(
                        ExitCode.FAILED,
                        "the replay has not come further for " + STALLED_AFTER.toMinutes() + " minutes, with " + behind
                                + " records left: see the log for what holds it up");
            }
            progress.at(Math.max(0, whole - behind));
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    /** @return what the replay's applications have yet to read; {@link Long#MAX_VALUE} while one of them reads nothing */
    private long behind(final Map<TopicPartition, Long> ends) throws InterruptedException, ExecutionException {
        long behind = 0;
        for (final String application : names.applications()) {
            final Set<TopicPartition> inputs = readers.held(application);
            if (inputs.isEmpty()) {
                return Long.MAX_VALUE;
            }
            final Map<TopicPartition, Long> its = readers.ends(inputs);
            ends.putAll(its);
            behind += readers.behind(application, its);
        }
        return behind;
    }

    /** What is live is compared as far as it has read the same events, or it is said that it has not. */
    private void awaitLive(final Stretch stretch) throws InterruptedException, ExecutionException {
        if (readers.known(live.application()).isEmpty()) {
            notes.add("no topology " + live.application()
                    + " has ever read this cluster: whether what is live has read all"
                    + " that is in the replay is unknown; name the one that does (--application)");
            return;
        }
        final long deadlineNs = System.nanoTime() + request.liveWithin().toNanos();
        final String analytics = Topologies.analyticsOf(live.application());
        if (!awaitLive(live.application(), stretch.end(), deadlineNs)) {
            return;
        }
        final Set<TopicPartition> further = readers.known(live.application()).stream()
                .filter(one -> !stretch.end().containsKey(one))
                .collect(Collectors.toUnmodifiableSet());
        if (awaitLive(live.application(), readers.ends(further), deadlineNs)) {
            awaitLive(analytics, readers.ends(readers.known(analytics)), deadlineNs);
        }
    }

    private boolean awaitLive(final String application, final Map<TopicPartition, Long> until, final long deadlineNs)
            throws InterruptedException, ExecutionException {
        while (true) {
            final long behind = readers.behind(application, until);
            if (behind == 0) {
                return true;
            }
            if (readers.held(application).isEmpty() || System.nanoTime() > deadlineNs) {
                notes.add("the live topology " + application + " has yet to read " + behind
                        + " records that are in the replay: what follows from them is in the replay only");
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private ReplayReport compare(final Stretch stretch, final long events) {
        final List<TopicDifference> differences = new ArrayList<>();
        final List<OperationTotal> totals = new ArrayList<>();
        for (final String topic : Topics.PUBLIC) {
            final Standing then = standing(live.topics(), topic, stretch);
            final Standing now = standing(names.topics(), topic, stretch);
            differences.add(TopicDifference.of(topic, then, now, request.window()));
            if (live.topics().named(topic).equals(live.topics().confirmations())) {
                totals.addAll(OperationTotal.of(then, now, request.window()));
            }
        }
        return new ReplayReport(
                request.prefix(),
                text(request.window().from()),
                text(request.window().to()),
                events,
                notes,
                differences,
                totals);
    }

    private Standing standing(final Topics of, final String topic, final Stretch stretch) {
        final Standing standing = new Standing(Identity.of(topic), stretch.sinceMs(), stretch.untilMs());
        new TopicReader(live.client()).readAll(List.of(of.named(topic)), standing::take);
        return standing;
    }

    private static @Nullable String text(final @Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static void deleteFolder(final Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (final Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
