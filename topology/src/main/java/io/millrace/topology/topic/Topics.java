package io.millrace.topology.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The topics' names and settings. All of them share one partition count, so that whoever joins them by machine or operation finds
 * equal keys in equal partitions.
 *
 * @param prefix what every name starts with, before the dot
 * @param partitions of each topic; of {@link #events()} it is fixed for life
 * @param horizon how far back late events are accepted: the events are kept a week longer
 */
public record Topics(String prefix, int partitions, Duration horizon) {
    public static final String DEFAULT_PREFIX = "millrace";
    public static final int DEFAULT_PARTITIONS = 12;
    public static final int EMBEDDED_PARTITIONS = 2;
    public static final Duration DEFAULT_HORIZON = Duration.ofDays(7);

    /** Last parts of the names of the topics that this version's topologies write for everyone: each has a JSON Schema. */
    public static final List<String> PUBLIC = List.of(
            "milestones",
            "state-intervals",
            "stops",
            "counts",
            "undecided",
            "quantities",
            "scrap",
            "consumption",
            "confirmations",
            "order-status",
            "machine-status",
            "balances",
            "posting-status",
            "posting-accuracy",
            "oee",
            "downtime",
            "gaps",
            "quarantine",
            "dead-letters");

    /** Last parts of the names of the topics that others write and this version's topologies read: each has a JSON Schema. */
    public static final List<String> ANSWERS = List.of("postings");

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);

    /** On a cluster, with the default names. */
    public static Topics standard() {
        return new Topics(DEFAULT_PREFIX, DEFAULT_PARTITIONS, DEFAULT_HORIZON);
    }

    /** On the embedded broker, with the default names. */
    public static Topics embedded() {
        return new Topics(DEFAULT_PREFIX, EMBEDDED_PARTITIONS, DEFAULT_HORIZON);
    }

    public String events() {
        return named("events");
    }

    public String milestones() {
        return named("milestones");
    }

    public String stateIntervals() {
        return named("state-intervals");
    }

    public String stops() {
        return named("stops");
    }

    public String counts() {
        return named("counts");
    }

    public String undecided() {
        return named("undecided");
    }

    public String quantities() {
        return named("quantities");
    }

    public String scrap() {
        return named("scrap");
    }

    public String consumption() {
        return named("consumption");
    }

    public String genealogy() {
        return named("genealogy");
    }

    public String holds() {
        return named("holds");
    }

    public String confirmations() {
        return named("confirmations");
    }

    public String postings() {
        return named("postings");
    }

    public String postingStatus() {
        return named("posting-status");
    }

    public String postingAccuracy() {
        return named("posting-accuracy");
    }

    /** What operations add to their site's posting figures, between two parts of the production topology; nobody else's. */
    public String postingChanges() {
        return named("posting-changes");
    }

    public String orderStatus() {
        return named("order-status");
    }

    public String machineStatus() {
        return named("machine-status");
    }

    public String balances() {
        return named("balances");
    }

    public String downtime() {
        return named("downtime");
    }

    public String oee() {
        return named("oee");
    }

    public String gaps() {
        return named("gaps");
    }

    public String quarantine() {
        return named("quarantine");
    }

    public String deadLetters() {
        return named("dead-letters");
    }

    public String values() {
        return named("values");
    }

    /** The machines' progress on operations, from the first half of the production topology to the second; nobody else's. */
    public String operations() {
        return named("operations");
    }

    /** What parts add to the figures of wholes, from one level of the analytics topology to the next; nobody else's. */
    public String figures() {
        return named("figures");
    }

    /** @return the full name of the topic whose name ends so */
    public String named(final String what) {
        return prefix + "." + what;
    }

    /** @return the topics that this version writes or reads, which have to exist before it starts */
    public List<TopicSpec> specs() {
        return List.of(
                new TopicSpec(events(), partitions, eventsConfig(), true),
                new TopicSpec(operations(), partitions, kept(horizon.plus(WEEK)), true),
                // What has been told is read back from here after a rebuild: it is kept for ever.
                new TopicSpec(
                        confirmations(), partitions, Map.of("cleanup.policy", "delete", "retention.ms", "-1"), true),
                // Kept as long as what it answers; by the broker's clock, since a writer's wrong one would make
                // accounts forget.
                new TopicSpec(postings(), partitions, postingsConfig(), true),
                new TopicSpec(postingChanges(), partitions, kept(horizon.plus(WEEK)), true),
                new TopicSpec(stateIntervals(), partitions, kept(MONTH), true),
                new TopicSpec(stops(), partitions, kept(MONTH), true),
                new TopicSpec(counts(), partitions, kept(MONTH), true),
                plain(undecided()),
                plain(milestones()),
                plain(quantities()),
                plain(scrap()),
                plain(consumption()),
                plain(gaps()),
                plain(quarantine()),
                plain(deadLetters()),
                compacted(orderStatus()),
                compacted(machineStatus()),
                compacted(balances()),
                compacted(postingStatus()),
                compacted(postingAccuracy()),
                new TopicSpec(figures(), partitions, newestKept(MONTH), true),
                compacted(oee()),
                compacted(downtime()));
    }

    private TopicSpec plain(final String name) {
        return new TopicSpec(name, partitions, kept(MONTH), false);
    }

    private TopicSpec compacted(final String name) {
        return new TopicSpec(name, partitions, compaction(), false);
    }

    /** The machines' clocks are in the events; retention must run on the broker's, or a machine's wrong clock would delete them. */
    private Map<String, String> eventsConfig() {
        final Map<String, String> config = new TreeMap<>(kept(horizon.plus(WEEK)));
        config.put("message.timestamp.type", "LogAppendTime");
        return config;
    }

    private static Map<String, String> postingsConfig() {
        return Map.of("cleanup.policy", "delete", "retention.ms", "-1", "message.timestamp.type", "LogAppendTime");
    }

    private static Map<String, String> kept(final Duration retention) {
        return Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(retention.toMillis()));
    }

    /** Of each key the newest, and nothing older than that: periods end, and their keys never come again. */
    private static Map<String, String> newestKept(final Duration retention) {
        final Map<String, String> config = new TreeMap<>(kept(retention));
        config.putAll(compaction());
        config.put("cleanup.policy", "compact,delete");
        return config;
    }

    /** Small segments: a segment still written to is never compacted, and that tail is what a restore has to read. */
    public static Map<String, String> compaction() {
        return Map.of(
                "cleanup.policy", "compact",
                "segment.bytes", Integer.toString(16 * 1024 * 1024),
                "min.cleanable.dirty.ratio", "0.1");
    }
}
