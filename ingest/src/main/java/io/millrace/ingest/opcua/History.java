package io.millrace.ingest.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server recorded while we did not hear it: raw values of each signal, with the last one before (HistoryRead, OPC 10000-11,
 * 6.5.3). One call for each signal and page.
 */
final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final int VALUES_PER_ANSWER = 1_000;
    private static final int MOST_VALUES = 100_000;
    /** A value is sampled, kept in a queue and reported: the last report may have been made before it was in. */
    private static final long MARGIN_NS = TimeUnit.SECONDS.toNanos(2);

    /** Meanwhile no reports are taken, and the server keeps the subscription for a minute at most. */
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(20);

    private final OpcUaConfig config;
    private final Set<String> said = new HashSet<>();

    History(final OpcUaConfig config) {
        this.config = config;
    }

    /**
     * What is known of one machine.
     *
     * @param coveredFromNs from then on no change is missing, as far as the server records every one
     * @param samples by signal in the order of their times; those of counters and orders may begin earlier
     */
    record Recorded(long coveredFromNs, List<Sample> samples) {}

    /**
     * Blocks for as long as the server takes, but begins no call later than 20 s after the first.
     *
     * @param fromNs since when changes may have been missed
     * @param serverStartNs from then on the server can have recorded; 0 if it does not say
     * @return machines of which something is known
     * @throws UaException if the server answers no more
     */
    Map<String, Recorded> read(
            final OpcUaClient client,
            final ValueReader reader,
            final long fromNs,
            final long serverStartNs,
            final LongSupplier clockNs)
            throws UaException {
        final Map<String, Recorded> recorded = new HashMap<>();
        if (config.historyMs() == 0 || fromNs <= 0) {
            return recorded;
        }
        final long nowNs = clockNs.getAsLong();
        final long earliestNs =
                Math.max(Math.max(fromNs, serverStartNs), nowNs - TimeUnit.MILLISECONDS.toNanos(config.historyMs()));
        // What was recorded before it stopped says nothing of the time until it recorded again, and is no evidence of a
        // reset.
        final long oldestNs = serverStartNs > fromNs ? serverStartNs : 1;
        final NamespaceTable namespaces = client.readNamespaceTable();
        for (final MachineSignals machine : config.machines()) {
            long coveredFromNs = earliestNs;
            final List<Sample> samples = new ArrayList<>();
            for (final Signal signal : machine.signals()) {
                final Optional<NodeId> node = NodeAddress.resolve(signal.address(), namespaces);
                final boolean isInTime = clockNs.getAsLong() - nowNs < LONGEST_NS;
                final Optional<List<DataValue>> values = node.isEmpty() || !isInTime
                        ? Optional.empty()
                        : read(client, signal, node.get(), earliestNs, nowNs);
                coveredFromNs = values.isEmpty()
                        ? Long.MAX_VALUE
                        : Math.max(coveredFromNs, coveredFrom(values.get(), earliestNs, oldestNs));
                values.orElse(List.of()).stream()
                        .map(value -> Sample.of(signal, value, nowNs, reader))
                        .filter(sample -> sample.timeNs() >= oldestNs)
                        .forEach(samples::add);
            }
            if (!samples.isEmpty()) {
                recorded.put(machine.machine(), new Recorded(Math.min(coveredFromNs, nowNs), samples));
            }
        }
        return recorded;
    }

    /** The first value that was recorded says what held from its time on; nothing recorded says nothing. */
    private static long coveredFrom(final List<DataValue> values, final long earliestNs, final long oldestNs) {
        final long firstNs = values.stream()
                .mapToLong(value -> Sample.epochNs(value.getSourceTime()))
                .filter(timeNs -> timeNs >= oldestNs)
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.max(firstNs, earliestNs);
    }

    /** @return empty if the server does not record it, or more than we take */
    private Optional<List<DataValue>> read(
            final OpcUaClient client, final Signal signal, final NodeId node, final long fromNs, final long toNs)
            throws UaException {
        final DateTime from = Sample.time(fromNs - MARGIN_NS);
        final ReadRawModifiedDetails all =
                new ReadRawModifiedDetails(false, from, Sample.time(toNs + MARGIN_NS), uint(VALUES_PER_ANSWER), true);
        final List<DataValue> values = new ArrayList<>();
        ByteString more = ByteString.NULL_VALUE;
        try {
            do {
                more = page(client, all, node, more, values);
            } while (more.isNotNull() && values.size() < MOST_VALUES);
            if (more.isNotNull()) {
                release(client, all, node, more);
                throw new UaException(StatusCodes.Bad_TooManyOperations, "more than " + MOST_VALUES + " values");
            }
            if (values.stream().noneMatch(value -> Sample.epochNs(value.getSourceTime()) <= fromNs)) {
                // Not every server gives the value before the first: the newest up to a time is asked for by its end
                // alone.
                final ReadRawModifiedDetails newest =
                        new ReadRawModifiedDetails(false, DateTime.NULL_VALUE, from, uint(1), false);
                final ByteString older = page(client, newest, node, ByteString.NULL_VALUE, values);
                if (older.isNotNull()) {
                    release(client, newest, node, older);
                }
                values.sort(Comparator.comparingLong(value -> Sample.epochNs(value.getSourceTime())));
            }
            return Optional.of(values);
        } catch (final UaSerializationException unreadable) {
            say(signal, unreadable.getStatusCode());
        } catch (final UaException refused) {
            if (Batches.isGone(refused) || Thread.currentThread().isInterrupted()) {
                throw refused;
            }
            say(signal, refused.getStatusCode());
        }
        return Optional.empty();
    }

    /** @return where the server goes on; null if that is all */
    private static ByteString page(
            final OpcUaClient client,
            final ReadRawModifiedDetails details,
            final NodeId node,
            final ByteString from,
            final List<DataValue> values)
            throws UaException {
        final HistoryReadResult @Nullable [] results = client.historyRead(
                        details,
                        TimestampsToReturn.Both,
                        false,
                        List.of(new HistoryReadValueId(node, null, QualifiedName.NULL_VALUE, from)))
                .getResults();
        if (results == null || results.length != 1) {
            throw new UaException(StatusCodes.Bad_UnknownResponse);
        }
        if (results[0].getStatusCode().isBad()) {
            throw new UaException(results[0].getStatusCode());
        }
        add(client, results[0], values);
        return Objects.requireNonNullElse(results[0].getContinuationPoint(), ByteString.NULL_VALUE);
    }

    private static void release(
            final OpcUaClient client, final ReadRawModifiedDetails details, final NodeId node, final ByteString from)
            throws UaException {
        client.historyRead(
                details,
                TimestampsToReturn.Both,
                true,
                List.of(new HistoryReadValueId(node, null, QualifiedName.NULL_VALUE, from)));
    }

    private static void add(final OpcUaClient client, final HistoryReadResult result, final List<DataValue> values) {
        if (result.getHistoryData() == null || result.getHistoryData().isNull()) {
            return;
        }
        if (result.getHistoryData().decode(client.getStaticEncodingContext()) instanceof HistoryData data
                && data.getDataValues() != null) {
            for (final DataValue value : data.getDataValues()) {
                // Where there is no value before or after the time asked for, one of this status stands for it.
                if (value.getStatusCode().value() != StatusCodes.Bad_BoundNotFound) {
                    values.add(value);
                }
            }
        }
    }

    private void say(final Signal signal, final StatusCode status) {
        if (said.add(signal.address())) {
            LOG.warn(
                    "{}: of node {} nothing can be read from the server's history ({}): gaps stay; have it recorded there",
                    config.name(),
                    signal.address(),
                    FaultText.name(status));
        }
    }
}
