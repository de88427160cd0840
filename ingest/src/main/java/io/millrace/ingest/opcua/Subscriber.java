package io.millrace.ingest.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the subscription and its monitored items. A node that cannot be had is said once, and does not harm the others. */
final class Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
    private static final int ITEMS_PER_CALL = 500;
    private static final double KEEP_ALIVE_MS = 500;
    /** How long the server keeps the subscription while we take no reports, because the gateway is full. */
    private static final double LIFETIME_MS = 60_000;

    /** Identical repeated values are told too, if their time differs (OPC 10000-4, 7.22.2). */
    private static final DataChangeFilter EVERY_VALUE = new DataChangeFilter(
            DataChangeTrigger.StatusValueTimestamp, uint(DeadbandType.None.getValue()), 0.0);

    private final OpcUaConfig config;
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
        subscription.setMaxNotificationsPerPublish(uint(0));
        subscription.setMaxMonitoredItemsPerCall(uint(ITEMS_PER_CALL));
        subscription.setSubscriptionListener(intake);
        subscription.create();
        subscription.addMonitoredItems(items(client.readNamespaceTable(), intake));
        for (final MonitoredItemServiceOperationResult result : subscription.createMonitoredItems()) {
            if (!result.serviceResult().isGood()) {
                throw new UaException(result.serviceResult(), "monitored items could not be created");
            }
            if (!result.isGood()) {
                final var status = result.operationResult().orElse(result.serviceResult());
                say(
                        String.valueOf(result.monitoredItem().getUserObject().orElse("")),
                        FaultText.name(status) + ": " + FaultText.node(status));
            }
        }
        sayRevised(subscription);
        return subscription;
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
        final OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(node);
        item.setSamplingInterval(config.samplingIntervalMs());
        item.setQueueSize(uint(config.queueSize()));
        item.setDiscardOldest(true);
        item.setFilter(EVERY_VALUE);
        item.setUserObject(point);
        return item;
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
            final double sampling = item.getRevisedSamplingInterval().orElse((double) config.samplingIntervalMs());
            final long queue = item.getRevisedQueueSize().map(Number::longValue).orElse((long) config.queueSize());
            if (sampling > Math.max(config.samplingIntervalMs(), 0) && config.samplingIntervalMs() > 0) {
                sayOnce("sampling every " + sampling + " ms instead of " + config.samplingIntervalMs());
            }
            if (queue != config.queueSize()) {
                sayOnce("queues of " + queue + " instead of " + config.queueSize());
            }
        }
    }

    private void sayOnce(final String revision) {
        if (said.add(revision)) {
            LOG.info("{}: the server revised: {}", config.name(), revision);
        }
    }
}
