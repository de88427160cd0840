package io.millrace.app.replay;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.run.Topologies;
import io.millrace.topology.topic.TopicAdmin;
import io.millrace.topology.topic.TopicSpec;
import io.millrace.topology.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A replay's own names: its topics, all of one partition, its applications, and what these leave on the cluster. Deletes nothing
 * that is not named after the replay. Any thread; blocks.
 */
final class NameSpace {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final long POLL_MS = 100;
    private static final Duration GONE_WITHIN = Duration.ofSeconds(30);

    private final Admin admin;
    private final Topics topics;
    private final String application;

    /** @throws Failure if the prefix cannot be one, or what bears it is live */
    NameSpace(final Admin admin, final Live live, final String prefix) {
        check(live, prefix);
        this.admin = admin;
        topics = new Topics(prefix, 1, live.topics().horizon());
        application = application(prefix);
    }

    private static String application(final String prefix) {
        return prefix + "-replay";
    }

    /** Before anything is asked of a broker. */
    static void check(final Live live, final String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'" + prefix + "' cannot begin a topic's name: take letters, digits, dots, dashes and underscores");
        }
        if (prefix.equals(live.topics().prefix())) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--into " + prefix + " are the live topics: a replay never writes there, choose another prefix");
        }
        final String application = application(prefix);
        if (live.application().equals(application) || live.application().startsWith(application + "-")) {
            throw new Failure(
                    ExitCode.USAGE,
                    "a replay into " + prefix + " would run as " + application + ", which the live topology "
                            + live.application() + " is named after: choose another prefix");
        }
    }

    Topics topics() {
        return topics;
    }

    /** Of the production topology. */
    String application() {
        return application;
    }

    List<String> applications() {
        return List.of(application, Topologies.analyticsOf(application));
    }

    /**
     * Makes room: nothing of an earlier replay is there afterwards.
     *
     * @param force delete what is there
     * @throws Failure if something is there and is not to be deleted
     */
    void clear(final boolean force) throws ExecutionException, InterruptedException {
        final Set<String> left = new TreeSet<>(existing(names()));
        if (!left.isEmpty() && !force) {
            throw new Failure(
                    ExitCode.FAILED,
                    "there are topics " + topics.prefix() + ".* already (" + left.size() + ", such as "
                            + left.iterator().next() + "): choose another prefix, or --force to delete them first");
        }
        delete(left);
        deleteInternals();
    }

    /** Makes the topics; see {@link TopicAdmin#ensure} for why it waits for their leaders. */
    void create(final short replication) throws ExecutionException, InterruptedException {
        TopicAdmin.ensure(admin, topics.specs().stream().map(NameSpace::kept).toList(), replication);
    }

    /**
     * Replayed records have the times of the live ones: a broker would delete some of them at once, and they must not get new
     * times either.
     */
    private static TopicSpec kept(final TopicSpec spec) {
        final Map<String, String> config = new TreeMap<>(spec.config());
        config.computeIfPresent("retention.ms", (key, value) -> "-1");
        config.put("message.timestamp.type", "CreateTime");
        return new TopicSpec(spec.name(), spec.partitions(), config, spec.isPartitionCountFixed());
    }

    void deleteTopics() throws ExecutionException, InterruptedException {
        delete(existing(names()));
    }

    private List<String> names() {
        return topics.specs().stream().map(TopicSpec::name).toList();
    }

    /** The applications' changelogs and groups: what nobody wants to look at. */
    void deleteInternals() throws ExecutionException, InterruptedException {
        for (final String group : applications()) {
            deleteGroup(group);
        }
        delete(admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(application + "-")
                        && (name.endsWith("-changelog") || name.endsWith("-repartition")))
                .toList());
    }

    /** A static member stays in its group when it leaves, until its session has run out: it is put out first. */
    private void deleteGroup(final String group) throws ExecutionException, InterruptedException {
        final long deadlineNs = System.nanoTime() + GONE_WITHIN.toNanos();
        while (true) {
            try {
                admin.deleteConsumerGroups(List.of(group)).all().get();
                return;
            } catch (final ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return;
                }
                if (System.nanoTime() > deadlineNs) {
                    throw e;
                }
            }
            putOut(group);
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private void putOut(final String group) throws InterruptedException {
        try {
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } catch (final ExecutionException nobodyLeft) {
            // The next deletion tells.
        }
    }

    private Collection<String> existing(final Collection<String> wanted)
            throws ExecutionException, InterruptedException {
        final Set<String> all = admin.listTopics().names().get();
        return wanted.stream().filter(all::contains).collect(Collectors.toUnmodifiableSet());
    }

    private void delete(final Collection<String> names) throws ExecutionException, InterruptedException {
        if (names.isEmpty()) {
            return;
        }
        try {
            admin.deleteTopics(names).all().get();
        } catch (final ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
        final long deadlineNs = System.nanoTime() + GONE_WITHIN.toNanos();
        while (!existing(names).isEmpty()) {
            if (System.nanoTime() > deadlineNs) {
                throw new Failure(
                        ExitCode.FAILED, "Kafka does not delete " + existing(names) + ": is delete.topic.enable off?");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }
}
