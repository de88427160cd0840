package io.millrace.topology.run;

import io.millrace.topology.topic.TopicException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/**
 * Notices that an application has gone through its input before and has nothing left of what it knew: its changelogs are gone, so a
 * start would go on from an empty state and tell what it has told. Stateless.
 */
final class LostState {
    private LostState() {}

    /** @throws TopicException if all changelogs are gone although offsets are committed */
    static void check(final Admin admin, final Topology topology, final String application)
            throws InterruptedException, ExecutionException {
        final Set<String> changelogs = changelogs(topology, application);
        final boolean hasGoneThrough = !admin.listConsumerGroupOffsets(application)
                .partitionsToOffsetAndMetadata()
                .get()
                .isEmpty();
        if (!hasGoneThrough || changelogs.isEmpty()) {
            return;
        }
        final Set<String> there = new TreeSet<>(admin.listTopics().names().get());
        there.retainAll(changelogs);
        if (there.isEmpty()) {
            throw new TopicException(
                    application + " has gone through its input before, and the topics that keep what it knew are gone ("
                            + changelogs.iterator().next()
                            + ", ...): going on would tell things twice. Restore those topics, or choose another topology.application-id to"
                            + " begin anew from the first event that is kept: as long as that is the first of all, everything is told with"
                            + " the same ids again");
        }
    }

    /** The names Kafka Streams gives them. */
    private static Set<String> changelogs(final Topology topology, final String application) {
        final Set<String> names = new TreeSet<>();
        for (final TopologyDescription.Subtopology part : topology.describe().subtopologies()) {
            for (final TopologyDescription.Node node : part.nodes()) {
                if (node instanceof TopologyDescription.Processor processor) {
                    processor.stores().forEach(store -> names.add(application + "-" + store + "-changelog"));
                }
            }
        }
        return names;
    }
}
