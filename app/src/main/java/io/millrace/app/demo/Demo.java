package io.millrace.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.demo.CrashPlan.Blow;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.kafka.TopicReader;
import io.millrace.app.process.ChildProcess;
import io.millrace.perf.plant.PlantLayout;
import io.millrace.perf.plant.PlantTruth;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The demo's life: start, run, drain, settle, report. One thread - the caller's - does it all; another follows the topics, and one
 * per process reads what it prints.
 */
public final class Demo implements AutoCloseable {
    private static final long CYCLE_MS = 100;
    private static final long SETTLE_AGAIN_MS = 8_000;
    private static final long BALANCED_WITHIN_MS = 90_000;

    private final DemoOptions options;
    private final PrintWriter out;
    private final boolean terminal;
    private final Topics topics = Topics.embedded();
    private final DemoState state = new DemoState(topics);
    private final CountDownLatch produced = new CountDownLatch(1);
    private final List<Incident> incidents = new ArrayList<>();
    private final List<Long> strikes = new ArrayList<>();
    private final PlantLayout layout;
    private final DemoPorts ports;
    private final Path truth;
    private final Processes processes;
    private final GatewayMetrics gatewayMetrics;
    private final GatewayMetrics topologyMetrics;
    private final DemoView view;
    private final long startedMs = ManagementFactory.getRuntimeMXBean().getStartTime();
    private boolean balanced;
    private volatile boolean stopAsked;
    private volatile boolean following = true;
    private @Nullable Thread follower;

    /** @param terminal draw over the screen; otherwise a line every few seconds */
    public Demo(final DemoOptions options, final PrintWriter out, final boolean terminal) throws IOException {
        this.options = options;
        this.out = out;
        this.terminal = terminal;
        layout = DemoPlant.options(options).layout();
        ports = DemoPorts.free();
        truth = options.data().resolve("truth.json");
        final DemoFiles files = new DemoFiles(options.data(), layout, options.unitsPerSecond());
        files.write(ports);
        processes = new Processes(options, ports, files, truth, this::onPlant);
        gatewayMetrics = new GatewayMetrics(ports.gatewayHttp());
        topologyMetrics = new GatewayMetrics(ports.topologyHttp());
        view = new DemoView(state, out, terminal, addresses(files));
    }

    private List<String> addresses(final DemoFiles files) {
        return List.of(
                "Kafka 127.0.0.1:" + ports.kafka() + ", MQTT 127.0.0.1:" + ports.mqtt()
                        + ", OPC UA opc.tcp://127.0.0.1:" + ports.opcUa() + PlantLayout.OPC_UA_PATH
                        + ", metrics http://127.0.0.1:" + ports.gatewayHttp() + "/metrics and :"
                        + ports.topologyHttp() + "/metrics",
                "Data and logs: " + options.data() + "; configuration: " + files.configuration(),
                "Count something yourself: mosquitto_pub -h 127.0.0.1 -p " + ports.mqtt() + " -q 1 -t millrace/v1/"
                        + DemoFiles.VISITOR + "/count -m '{\"id\":\"'$RANDOM$RANDOM'\",\"time\":'$(date +%s)000'"
                        + ",\"measure\":\"good\",\"quantity\":1,\"order\":\"9001\",\"operation\":\"0010\"}'");
    }

    /** @return the outcome, after draining and settling; blocks for the whole length of the demo */
    public DemoOutcome run() throws IOException, InterruptedException {
        say("starting Kafka, an MQTT broker, a plant of " + options.machines()
                + " machines, the gateway and the topologies, each a process of its own (seed " + options.seed() + ")");
        processes.start(name -> say(name + " is up after " + sinceStart()));
        awaitSources();
        follow();
        say("ready after " + sinceStart());
        view.addresses().forEach(this::say);
        processes.plant().tell("run");
        produce();
        drain();
        final DemoOutcome outcome = settle();
        balanced = outcome.isBalanced();
        return outcome;
    }

    private void follow() {
        final TopicReader reader = new TopicReader(Map.of("bootstrap.servers", "127.0.0.1:" + ports.kafka()));
        final Thread thread = new Thread(
                () -> reader.follow(
                        state.wanted(),
                        true,
                        () -> following,
                        message -> state.take(message, System.currentTimeMillis())),
                "demo-follower");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(
                (dead, cause) -> state.tell("the demo sees no more of Millrace's topics: " + cause.getMessage()));
        thread.start();
        follower = thread;
    }

    /** The plant makes nothing before the gateway hears it: what a machine makes unheard is nobody's to count. */
    private void awaitSources() throws InterruptedException {
        final long deadlineMs = System.currentTimeMillis() + 60_000;
        while (!gatewayMetrics.isReady() || !topologyMetrics.isReady()) {
            if (System.currentTimeMillis() > deadlineMs) {
                throw new Failure(
                        ExitCode.CANNOT_START,
                        "the gateway has not reached all of its sources within 60 s; see "
                                + options.data().resolve("logs"));
            }
            TimeUnit.MILLISECONDS.sleep(CYCLE_MS);
        }
    }

    private void produce() throws IOException, InterruptedException {
        final long runStartMs = System.currentTimeMillis();
        final Deque<Blow> due = new ArrayDeque<>(CrashPlan.of(options).blows());
        boolean stopTold = false;
        while (produced.getCount() > 0) {
            final long nowMs = System.currentTimeMillis();
            if (stopAsked && !stopTold) {
                processes.plant().tell("stop");
                stopTold = true;
            }
            final Blow next = due.peek();
            if (next != null && nowMs - runStartMs >= next.atMs() && !stopAsked) {
                strike(due.remove(), nowMs - runStartMs);
            }
            complainOfTheDead();
            draw("running " + (nowMs - runStartMs) / 1_000 + " s of "
                    + options.length().toSeconds() + " s");
            produced.await(CYCLE_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void strike(final Blow blow, final long atMs) throws IOException, InterruptedException {
        final ChildProcess hit = blow.victim() == null ? processes.kafka() : processes.of(blow.victim());
        final long pidBefore = hit.pid();
        final long struckMs = System.currentTimeMillis();
        final String what;
        int exitCode = 0;
        if (blow.victim() == null) {
            what = "outage of Kafka";
            state.tell("Kafka is unreachable for " + blow.outage().toSeconds() + " s");
            hit.signal("STOP");
            wait(struckMs + blow.outage().toMillis(), "Kafka is away");
            hit.signal("CONT");
        } else {
            what = "kill -9 of the " + hit.name();
            state.tell(what);
            exitCode = hit.kill();
            hit.start();
            hit.awaitReady();
        }
        final long downMs = System.currentTimeMillis() - struckMs;
        strikes.add(struckMs);
        incidents.add(new Incident(what, pidBefore, hit.pid(), exitCode, atMs, downMs, -1));
    }

    private void wait(final long untilMs, final String phase) throws InterruptedException {
        while (System.currentTimeMillis() < untilMs) {
            draw(phase);
            TimeUnit.MILLISECONDS.sleep(CYCLE_MS);
        }
    }

    private void complainOfTheDead() {
        final ChildProcess dead = processes.ended();
        if (dead != null) {
            throw new Failure(
                    ExitCode.FAILED,
                    "the demo's " + dead.name() + " ended by itself; see "
                            + options.data().resolve("logs"));
        }
    }

    private void drain() throws InterruptedException {
        final long deadlineMs = System.currentTimeMillis() + BALANCED_WITHIN_MS;
        while (System.currentTimeMillis() < deadlineMs) {
            final Double backlog = gatewayMetrics.backlog();
            if (backlog != null && backlog == 0) {
                return;
            }
            draw("draining");
            TimeUnit.MILLISECONDS.sleep(CYCLE_MS);
        }
    }

    /** Asks for everything to be told, and waits until it adds up - or says what does not. */
    private DemoOutcome settle() throws IOException, InterruptedException {
        final long deadlineMs = System.currentTimeMillis() + BALANCED_WITHIN_MS;
        long askedMs = 0;
        DemoOutcome outcome = outcome();
        while (!outcome.isBalanced() && System.currentTimeMillis() < deadlineMs) {
            final long nowMs = System.currentTimeMillis();
            if (nowMs - askedMs > SETTLE_AGAIN_MS) {
                processes.plant().tell("settle");
                askedMs = nowMs;
            }
            draw("settling");
            TimeUnit.MILLISECONDS.sleep(CYCLE_MS);
            outcome = outcome();
        }
        return outcome;
    }

    private DemoOutcome outcome() throws IOException {
        final PlantTruth made = PlantTruth.read(truth);
        final boolean whole = options.length().compareTo(DemoOptions.FULL_STORY) >= 0 && !stopAsked;
        return DemoOutcome.of(
                state.ask(ledger -> DemoOutcome.report(ledger, made)), whole, recoveries(), state, startedMs);
    }

    private List<Incident> recoveries() {
        final List<Incident> recovered = new ArrayList<>();
        for (int i = 0; i < incidents.size(); i++) {
            recovered.add(incidents.get(i).confirmedAfter(state.confirmedAfterMs(strikes.get(i))));
        }
        return recovered;
    }

    private void draw(final String phase) throws InterruptedException {
        final long nowMs = System.currentTimeMillis();
        if (view.isDue(nowMs)) {
            view.draw(nowMs, phase, gatewayMetrics.backlog());
        }
    }

    private void onPlant(final String line) {
        try {
            final JsonNode event = new ObjectMapper().readTree(line);
            switch (event.path("event").asText()) {
                case "story" -> state.tell("plant: " + event.path("text").asText());
                case "finished" -> produced.countDown();
                default -> {}
            }
        } catch (final IOException notJson) {
            state.tell("plant: " + line);
        }
    }

    private void say(final String line) {
        out.println("millrace: " + line);
        out.flush();
    }

    private String sinceStart() {
        return String.format(Locale.ROOT, "%.1f s", (System.currentTimeMillis() - startedMs) / 1_000.0);
    }

    /** Ends the run early, in order: the plant stops, what it made is drained and settled. Any thread. */
    public void stop() {
        stopAsked = true;
    }

    /** Waits until the demo is interrupted; everything goes on meanwhile. */
    public void keep() throws InterruptedException {
        say("everything keeps running; Ctrl-C ends it, the data stay in " + options.data());
        while (!stopAsked) {
            draw("kept running");
            TimeUnit.MILLISECONDS.sleep(CYCLE_MS);
        }
    }

    @Override
    public void close() {
        following = false;
        processes.close();
        if (!balanced) {
            say("data and logs are kept in " + options.data());
        } else if (!options.keep()) {
            DemoFolder.deleteQuietly(options.data());
        }
        final Thread reading = follower;
        if (reading != null) {
            reading.interrupt();
        }
    }
}
