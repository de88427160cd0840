package io.millrace.ingest.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the subscription and its monitored items. A node that cannot be had is said once, and does not harm the others. */
final class Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
    private static final int ITEMS_PER_CALL = 500;
    /** Bounds a report, the first of very many values above all; the rest follows at once. */
    private static final int VALUES_PER_REPORT = 1_000;

    private static final double KEEP_ALIVE_MS = 500;
    /** How long the server keeps the subscription while we take no reports, because the gateway is full. */
    private static final double LIFETIME_MS = 60_000;

    private static final Set<Long> NO_FILTER = Set.of(
            StatusCodes.Bad_MonitoredItemFilterUnsupported,
            StatusCodes.Bad_MonitoredItemFilterInvalid,
            StatusCodes.Bad_FilterNotAllowed,
            StatusCodes.Bad_DeadbandFilterInvalid);

    private final OpcUaConfig config;
    private final Batches batches = new Batches(() -> false);
    private final Set<String> said = new HashSet<>();

    Subscriber(final OpcUaConfig config) {
        this.config = config;
    }

    /**
     * Reports start to arrive at the intake while this runs.
     *
     * @return the subscription, whose items that have a server-side id will be reported
     */
    OpcUaSubscription subscribe(final OpcUaClient client, final Intake intake) throws UaException {
        final OpcUaSubscription subscription = new OpcUaSubscription(client, config.publishingIntervalMs());
        final long keepAlives = Math.max(1, (long) Math.ceil(KEEP_ALIVE_MS / config.publishingIntervalMs()));
        subscription.setLifetimeAndKeepAliveCalculated(false);
        subscription.setMaxKeepAliveCount(uint(keepAlives));
        subscription.setLifetimeCount(
                uint(Math.max(3 * keepAlives, (long) (LIFETIME_MS / config.publishingIntervalMs()))));
        subscription.setMaxNotificationsPerPublish(uint(VALUES_PER_REPORT));
        subscription.setMaxMonitoredItemsPerCall(uint(ITEMS_PER_CALL));
        subscription.setSubscriptionListener(intake);
        subscription.create();
        final List<OpcUaMonitoredItem> items = items(client.readNamespaceTable(), intake);
        subscription.addMonitoredItems(items);
        final List<OpcUaMonitoredItem> unfiltered = new ArrayList<>();
        final int perCall = itemsPerCall(client);
        create(subscription, items, perCall, unfiltered);
        unfiltered.forEach(item -> item.setFilter(null));
        create(subscription, unfiltered, perCall, new ArrayList<>());
        sayRevised(subscription);
        return subscription;
    }

    /** @param unfiltered gets those that the server would watch if only they had no filter */
    private void create(
            final OpcUaSubscription subscription,
            final List<OpcUaMonitoredItem> items,
            final int perCall,
            final List<OpcUaMonitoredItem> unfiltered)
            throws UaException {
        batches.run(
                items,
                perCall,
                batch -> create(subscription, batch),
                (item, status) -> {
                    if (status.isGood()) {
                        return;
                    }
                    if (NO_FILTER.contains(status.value()) && item.getFilter() != null) {
                        unfiltered.add(item);
                        sayOnce("of " + address(item) + " every change of value or status is told, since trigger and"
                                + " deadband are refused (" + FaultText.name(status) + ")");
                    } else {
                        say(address(item), FaultText.name(status) + ": " + FaultText.node(status));
                    }
                },
                (item, status) -> say(address(item), FaultText.name(status) + ": " + FaultText.node(status)));
    }

    private static List<StatusCode> create(final OpcUaSubscription subscription, final List<OpcUaMonitoredItem> batch)
            throws UaException {
        final Set<OpcUaMonitoredItem> these = new HashSet<>(batch);
        final Map<OpcUaMonitoredItem, StatusCode> answers = new HashMap<>();
        for (final MonitoredItemServiceOperationResult result : subscription.createMonitoredItems(these::contains)) {
            if (!result.serviceResult().isGood()) {
                throw new UaException(result.serviceResult(), "monitored items could not be created");
            }
            answers.put(result.monitoredItem(), result.operationResult().orElse(result.serviceResult()));
        }
        return batch.stream().filter(answers::containsKey).map(answers::get).toList();
    }

    private static int itemsPerCall(final OpcUaClient client) throws UaException {
        try {
            return client.getOperationLimits()
                    .maxMonitoredItemsPerCall()
                    .map(UInteger::longValue)
                    .filter(most -> most > 0)
                    .map(most -> (int) Math.min(ITEMS_PER_CALL, most))
                    .orElse(ITEMS_PER_CALL);
        } catch (final UaException untold) {
            if (Batches.isGone(untold)) {
                throw untold;
            }
            return ITEMS_PER_CALL;
        }
    }

    private List<OpcUaMonitoredItem> items(final NamespaceTable namespaces, final Intake intake) {
        final List<OpcUaMonitoredItem> items = new ArrayList<>();
        for (final MachineSignals machine : config.machines()) {
            for (final Signal signal : machine.signals()) {
                NodeAddress.resolve(signal.address(), namespaces)
                        .ifPresentOrElse(
                                node -> items.add(item(node, intake.point(machine.machine(), signal))),
                                () -> say(
                                        signal.address(),
                                        "the server has no such namespace: correct its URI, or add what defines it"));
            }
        }
        return items;
    }

    private OpcUaMonitoredItem item(final NodeId node, final Intake.Point point) {
        final Monitoring monitoring = config.monitoring(point.signal());
        final OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(node);
        item.setSamplingInterval(monitoring.samplingIntervalMs());
        item.setQueueSize(uint(monitoring.queueSize()));
        item.setDiscardOldest(true);
        item.setFilter(filter(monitoring));
        item.setUserObject(point);
        return item;
    }

    private static DataChangeFilter filter(final Monitoring monitoring) {
        final Monitoring.Deadband deadband = monitoring.deadband();
        final DeadbandType type = deadband.isNone()
                ? DeadbandType.None
                : deadband.percent() ? DeadbandType.Percent : DeadbandType.Absolute;
        return new DataChangeFilter(
                switch (monitoring.trigger()) {
                    case STATUS -> DataChangeTrigger.Status;
                    case STATUS_VALUE -> DataChangeTrigger.StatusValue;
                    case STATUS_VALUE_TIMESTAMP -> DataChangeTrigger.StatusValueTimestamp;
                },
                uint(type.getValue()),
                deadband.amount());
    }

    private static String address(final OpcUaMonitoredItem item) {
        return String.valueOf(item.getUserObject().orElse(""));
    }

    private void say(final String address, final String fault) {
        if (said.add(address + fault)) {
            LOG.warn("{}: node {} gives no data, {} (tried again at each connect)", config.name(), address, fault);
        }
    }

    private void sayRevised(final OpcUaSubscription subscription) {
        final double publishing = subscription.getRevisedPublishingInterval().orElse(0.0);
        if (publishing != config.publishingIntervalMs()) {
            sayOnce("publishing every " + publishing + " ms instead of " + config.publishingIntervalMs());
        }
        for (final OpcUaMonitoredItem item : subscription.getMonitoredItems()) {
            final double asked = item.getSamplingInterval();
            final double sampling = item.getRevisedSamplingInterval().orElse(asked);
            if (asked > 0 ? sampling != asked : sampling > config.publishingIntervalMs()) {
                sayOnce("sampling every " + sampling + " ms instead of " + (asked > 0 ? asked : "as fast as it can"));
            }
            final UInteger queue = item.getRevisedQueueSize().orElse(item.getQueueSize());
            if (!queue.equals(item.getQueueSize())) {
                sayOnce("queues of " + queue + " instead of " + item.getQueueSize());
            }
        }
    }

    private void sayOnce(final String revision) {
        if (said.add(revision)) {
            LOG.info("{}: the server revised: {}", config.name(), revision);
        }
    }
}
