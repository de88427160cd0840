package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.metric;
import static io.millrace.ingest.sparkplug.TestMetric.named;
import static io.millrace.ingest.sparkplug.TestMetric.payload;

import io.millrace.core.event.Fact.StateChanged;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.SourceContext;
import io.millrace.ingest.sparkplug.SparkplugTopic.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** An edge node stepped by hand, and what it says. Times are milliseconds. */
abstract class EdgeNodeRig {
    static final String MILL1 = "demo/berlin/mill/line2/mill1";
    static final String LINE2 = "demo/berlin/mill/line2/line2";

    static final StateChanged STALE = new StateChanged(MachineState.UNKNOWN, Mode.UNKNOWN, "", "");

    final CollectingInlet inlet = new CollectingInlet();
    final SparkplugCounters counters = new SparkplugCounters();
    final PayloadDecoder decoder = new PayloadDecoder(PayloadDecoder.Limits.DEFAULT);
    final List<String> requests = new ArrayList<>();
    final List<String> reports = new ArrayList<>();
    final EdgeNode node = node();
    long nowMs = 10_000;
    int seq;

    /** Since when messages may have been missed at the start, nanoseconds, 0 if none can have been. */
    long lastHeardNs() {
        return 0;
    }

    private EdgeNode node() {
        final SourceContext context = new SourceContext("gw", "spb", () -> ns(nowMs), inlet, Set.of(MILL1, LINE2), 0);
        final EdgeNode made = new EdgeNode(
                "Berlin/line2",
                1_000,
                lastHeardNs(),
                decoder,
                new Outlet(context, () -> false),
                counters,
                new EdgeNode.Commands() {
                    @Override
                    public void requestRebirth(final String nodeKey, final int server, final String cause) {
                        requests.add(nodeKey + ": " + cause);
                    }

                    @Override
                    public void report(final String kind, final String text) {
                        reports.add(text);
                    }
                });
        made.add(new SparkplugMachine(
                "Berlin/line2/mill1",
                new MachineSignals(
                        MILL1,
                        List.of(
                                Signal.state("State", StateTable.PACKML),
                                Signal.of("StopReason", Signal.Kind.REASON),
                                Signal.of("Mode", Signal.Kind.MODE),
                                Signal.counter("Good", Measure.GOOD),
                                Signal.counter("Spindle/Left", Measure.SCRAP),
                                Signal.of("Order", Signal.Kind.ORDER)))));
        made.add(new SparkplugMachine(
                "Berlin/line2", new MachineSignals(LINE2, List.of(Signal.counter("Packs", Measure.TOTAL)))));
        return made;
    }

    void nodeBorn() throws MalformedPayloadException {
        send(
                Type.NBIRTH,
                "",
                payload(
                        nowMs,
                        seq(),
                        metric().name("bdSeq").longValue(1),
                        named("Packs", 9, DataType.INT64).isNull()));
    }

    void born(final long metricMs) throws MalformedPayloadException {
        born(metricMs, nowMs, 1);
    }

    void born(final long metricMs, final long payloadMs, final long bdSeq) throws MalformedPayloadException {
        born(0, metricMs, payloadMs, bdSeq);
    }

    void born(final int server, final long metricMs, final long payloadMs, final long bdSeq)
            throws MalformedPayloadException {
        send(
                server,
                Type.NBIRTH,
                "",
                payload(payloadMs, seq(), metric().name("bdSeq").longValue(bdSeq)));
        send(
                server,
                Type.DBIRTH,
                "mill1",
                payload(
                        payloadMs,
                        seq(),
                        named("State", 1, DataType.INT32).time(metricMs).intValue(6),
                        named("StopReason", 2, DataType.STRING).time(metricMs).text(""),
                        named("Good", 3, DataType.INT64).time(metricMs).longValue(100),
                        named("Order", 4, DataType.STRING).time(metricMs).text("1002/0010"),
                        named("Temperature", 6, DataType.FLOAT).time(metricMs).floatValue(20)));
    }

    int seq() {
        return seq++;
    }

    void send(final Type type, final String device, final byte[] payload) throws MalformedPayloadException {
        send(0, type, device, payload);
    }

    void send(final int server, final Type type, final String device, final byte[] payload)
            throws MalformedPayloadException {
        decoder.wrap(payload);
        final String topic = "spBv1.0/Berlin/" + type + "/line2" + (device.isEmpty() ? "" : "/" + device);
        node.onPublish(
                server,
                new SparkplugMessage(
                        topic,
                        new SparkplugTopic("Berlin", type, "line2", device),
                        payload,
                        ns(nowMs),
                        decoder.seq(),
                        decoder.timestampMs(),
                        decoder.bdSeq()));
    }

    long timeOf(final Class<?> kind) {
        return inlet.events().stream()
                .filter(event -> kind.isInstance(event.fact()))
                .findFirst()
                .orElseThrow()
                .head()
                .sourceTimeNs();
    }

    static long ns(final long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
