package io.millrace.app.load;

import io.millrace.app.load.LatencyReport.Figure;
import io.millrace.app.load.SoakReport.Interval;
import io.millrace.app.load.SoakReport.Process;
import io.millrace.app.perf.Folders;
import io.millrace.app.perf.ProcessUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A long measurement cut into intervals, one behind the other. An interval's latencies are of what was due in it, so they are whole only
 * once that has arrived: they stay open until the next interval is over, and only three intervals' histograms are ever kept. Not
 * thread-safe.
 */
final class SoakIntervals {
    private static final double NS_PER_S = 1e9;

    private final Installation installation;
    private final Session session;
    private final long fromNs;
    private final long lengthNs;
    private final List<Interval> done = new ArrayList<>();
    private final Map<String, Long> leastHeap = new TreeMap<>();
    private Latencies current;
    private Latencies next;
    private @Nullable Latencies previous;
    private double endedS;
    private ProcessCosts costs = new ProcessCosts(Map.of(), Map.of());
    private long sent;
    private long received;

    /**
     * To be made before the first message of the first interval is due.
     *
     * @param fromNs when the first begins
     * @param lengthNs of each
     */
    SoakIntervals(final Installation installation, final Session session, final long fromNs, final long lengthNs) {
        this.installation = installation;
        this.session = session;
        this.fromNs = fromNs;
        this.lengthNs = lengthNs;
        current = session.measureToo(fromNs, fromNs + lengthNs);
        next = session.measureToo(fromNs + lengthNs, fromNs + 2 * lengthNs);
    }

    /** To be called when the first begins. */
    void begin() throws InterruptedException {
        costs = ProcessCosts.now(installation);
        sent = session.books().sent();
        received = session.books().received();
    }

    /** When the interval that is measured now ends. */
    long endNs() {
        return fromNs + (done.size() + 1) * lengthNs;
    }

    /** To be called every few seconds: the least heap in use is nearest to what is alive. */
    void look() throws InterruptedException {
        look("gateway", installation.gateway());
        look("topology", installation.topology());
    }

    private void look(final String name, final StatusPage page) throws InterruptedException {
        final OptionalDouble used = page.heapBytes();
        if (used.isPresent()) {
            leastHeap.merge(name, (long) used.getAsDouble(), Math::min);
        }
    }

    /**
     * Ends an interval and begins the next.
     *
     * @param nowNs its end, if somebody ended it early
     * @return with the latencies of what has arrived by now
     */
    Interval end(final long nowNs) throws InterruptedException {
        look();
        final ProcessCosts costsNow = ProcessCosts.now(installation);
        final long sentNow = session.books().sent();
        final long receivedNow = session.books().received();
        final double untilS = (Math.min(nowNs, endNs()) - fromNs) / NS_PER_S;
        final Interval interval = new Interval(
                endedS,
                untilS,
                sentNow - sent,
                receivedNow - received,
                Figure.of(Hop.CONFIRMED, current.of(Hop.CONFIRMED)),
                Figure.of(Hop.KAFKA_READ, current.of(Hop.KAFKA_READ)),
                installation.gateway().backlog().orElse(-1),
                processes(costsNow.since(costs, sentNow - sent)),
                disk());
        closePrevious();
        done.add(interval);
        endedS = untilS;
        costs = costsNow;
        sent = sentNow;
        received = receivedNow;
        leastHeap.clear();
        previous = current;
        current = next;
        next = session.measureToo(endNs(), endNs() + lengthNs);
        return interval;
    }

    /** To be called when everything has arrived, or will not. @return all of them, with the latencies of all that was due in each */
    List<Interval> all() {
        closePrevious();
        session.forget(current);
        session.forget(next);
        return List.copyOf(done);
    }

    private void closePrevious() {
        final Latencies over = previous;
        if (over == null) {
            return;
        }
        session.forget(over);
        previous = null;
        final int last = done.size() - 1;
        final Interval early = done.get(last);
        done.set(
                last,
                new Interval(
                        early.fromS(),
                        early.untilS(),
                        early.sent(),
                        early.received(),
                        Figure.of(Hop.CONFIRMED, over.of(Hop.CONFIRMED)),
                        Figure.of(Hop.KAFKA_READ, over.of(Hop.KAFKA_READ)),
                        early.backlog(),
                        early.processes(),
                        early.diskBytes()));
    }

    private List<Process> processes(final List<ProcessCosts.Cost> used) throws InterruptedException {
        final Map<String, Long> pids = installation.pids();
        final Set<String> elsewhere = new LinkedHashSet<>(leastHeap.keySet());
        final Map<String, Long> live = new HashMap<>();
        put(live, "gateway", installation.gateway().liveHeapBytes());
        put(live, "topology", installation.topology().liveHeapBytes());
        final List<Process> processes = new ArrayList<>();
        for (final ProcessCosts.Cost cost : used) {
            elsewhere.remove(cost.process());
            final ProcessUse use = new ProcessUse(pids.getOrDefault(cost.process(), -1L));
            processes.add(new Process(
                    cost.process(),
                    cost.cpuUsPerEvent(),
                    cost.allocatedBytesPerEvent(),
                    use.anonymousBytes(),
                    use.residentBytes(),
                    leastHeap.getOrDefault(cost.process(), ProcessUse.UNKNOWN),
                    live.getOrDefault(cost.process(), ProcessUse.UNKNOWN)));
        }
        // Of a process on another machine there is what its metrics say.
        for (final String name : elsewhere) {
            processes.add(new Process(
                    name,
                    -1,
                    -1,
                    ProcessUse.UNKNOWN,
                    ProcessUse.UNKNOWN,
                    leastHeap.getOrDefault(name, ProcessUse.UNKNOWN),
                    live.getOrDefault(name, ProcessUse.UNKNOWN)));
        }
        return processes;
    }

    private static void put(final Map<String, Long> into, final String name, final OptionalDouble value) {
        value.ifPresent(found -> into.put(name, (long) found));
    }

    private Map<String, Long> disk() {
        final Map<String, Long> bytes = new LinkedHashMap<>();
        installation.folders().forEach((name, folder) -> bytes.put(name, Folders.bytes(folder)));
        return bytes;
    }
}
