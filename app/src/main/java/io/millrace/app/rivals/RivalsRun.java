package io.millrace.app.rivals;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.load.KafkaControl;
import io.millrace.app.load.LoadPlant;
import io.millrace.app.perf.Conditions;
import io.millrace.app.perf.Folders;
import io.millrace.app.process.MqttServerProcess;
import io.millrace.app.rivals.RivalsReport.Control;
import io.millrace.app.rivals.RivalsReport.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** {@code millrace perf rivals}: builds them, then gives everyone a turn in each round. Blocks its caller until it is done. */
public final class RivalsRun {
    /** About what it takes besides sending: start, topics, draining, end. */
    private static final double BETWEEN_S = 15;

    private static final double BUILD_S = 15;
    private static final double BROKERS_S = 15;
    private static final double S_PER_MIN = 60;
    private static final double MS_PER_S = 1_000;
    private static final double NS_PER_MS = 1e6;
    private static final double CONTROL_PARTS = 4.0 / 3;
    private static final String CONTROL = "raw-kafka";

    private final RivalsOptions options;
    private final LongSupplier clockNs;
    private final Consumer<String> lines;
    private final Map<Contestant, List<Turn>> turns = new LinkedHashMap<>();
    private final Map<Contestant, List<String>> missing = new LinkedHashMap<>();
    private final List<Control> controls = new ArrayList<>();

    /**
     * @param clockNs nanoseconds since the epoch
     * @param lines told what happens, a line at a time
     */
    public RivalsRun(final RivalsOptions options, final LongSupplier clockNs, final Consumer<String> lines) {
        this.options = options;
        this.clockNs = clockNs;
        this.lines = lines;
    }

    /** @param startedAt noted in the report, and part of every name */
    public RivalsReport run(final Instant startedAt) throws Exception {
        final Conditions conditions = Conditions.now(startedAt);
        final Map<RivalFolder, List<Contestant>> rivals = enter();
        announce(rivals.size());
        for (final Map.Entry<RivalFolder, List<Contestant>> each : rivals.entrySet()) {
            build(each.getKey(), each.getValue());
        }
        final Path data = options.out().resolve("data");
        Folders.delete(data);
        try (Brokers brokers = new Brokers(data.resolve("brokers"))) {
            lines.accept("start     MQTT broker and Kafka");
            brokers.start();
            for (int round = 1; round <= options.rounds(); round++) {
                round(round, startedAt, brokers, data);
            }
        }
        return report(conditions.after());
    }

    /** @return the rivals' folders with those who are to have turns */
    private Map<RivalFolder, List<Contestant>> enter() throws IOException {
        final LoadPlant plant = new LoadPlant(options.machines());
        final List<Contestant> everyone = new ArrayList<>(List.of(
                new MillraceContestant(plant, Wire.JSON, true),
                new MillraceContestant(plant, Wire.JSON, false),
                new MillraceContestant(plant, Wire.SPARKPLUG, true)));
        final Map<RivalFolder, List<Contestant>> rivals = new LinkedHashMap<>();
        for (final RivalFolder folder : RivalFolder.in(options.rivals())) {
            final List<Contestant> wanted = folder.contestants().stream()
                    .filter(each -> options.wants(each.name()))
                    .toList();
            if (!wanted.isEmpty()) {
                rivals.put(folder, wanted);
                everyone.addAll(wanted);
            }
        }
        everyone.stream().filter(each -> options.wants(each.name())).forEach(each -> {
            turns.put(each, new ArrayList<>());
            missing.put(each, new ArrayList<>());
        });
        if (turns.isEmpty() && !options.wants(CONTROL)) {
            throw new Failure(ExitCode.USAGE, "nobody is named " + String.join(" or ", options.only()));
        }
        return rivals;
    }

    private void announce(final int folders) {
        final double turnS = options.warmUp().toMillis() / MS_PER_S
                + options.length().toMillis() / MS_PER_S
                + options.saturate().toMillis() / MS_PER_S
                + BETWEEN_S;
        final double controlS = options.wants(CONTROL) ? options.length().toMillis() / MS_PER_S * CONTROL_PARTS : 0;
        final double allS = folders * BUILD_S + BROKERS_S + options.rounds() * (turns.size() * turnS + controlS);
        lines.accept(String.format(
                Locale.ROOT,
                "%d to build (%.0f s; some minutes more if their parts have to be downloaded first), %d to measure,"
                        + " %d rounds of %.0f s each: about %.0f minutes in all",
                folders,
                folders * BUILD_S,
                turns.size(),
                options.rounds(),
                turnS,
                Math.ceil(allS / S_PER_MIN)));
    }

    private void build(final RivalFolder folder, final List<Contestant> contestants)
            throws IOException, InterruptedException {
        lines.accept("build     " + folder.name());
        try {
            folder.build(options.out().resolve("logs").resolve("build-" + folder.name() + ".log"));
        } catch (final Failure cannot) {
            contestants.forEach(each -> miss(each, cannot.sentence()));
        }
    }

    private void miss(final Contestant contestant, final String why) {
        lines.accept("MISSING   " + contestant.name() + ": " + why);
        missing.computeIfAbsent(contestant, each -> new ArrayList<>()).add(why);
    }

    private void round(final int round, final Instant startedAt, final Brokers brokers, final Path data)
            throws Exception {
        for (final Map.Entry<Contestant, List<Turn>> each : turns.entrySet()) {
            // Who could not be built or failed once does so again, and costs everyone its time-outs.
            if (missing.getOrDefault(each.getKey(), List.of()).isEmpty()) {
                lines.accept(String.format(
                        Locale.ROOT, "round %d   %s", round, each.getKey().name()));
                turn(each.getKey(), round, startedAt, brokers, data);
            }
        }
        if (options.wants(CONTROL)) {
            lines.accept(String.format(Locale.ROOT, "round %d   %s", round, CONTROL));
            final Histogram control = new KafkaControl(
                            brokers.kafka(), Brokers.PARTITIONS, 1, name(startedAt, round), clockNs)
                    .run(options.rate(), options.length().toNanos());
            controls.add(new Control(
                    round, control.getValueAtPercentile(50) / NS_PER_MS, control.getValueAtPercentile(99) / NS_PER_MS));
        }
    }

    private void turn(
            final Contestant contestant,
            final int round,
            final Instant startedAt,
            final Brokers brokers,
            final Path data)
            throws Exception {
        final String name = name(startedAt, round) + "-" + contestant.name();
        final Account account = contestant.account(name, options.machines());
        try (Contestant.Running running = contestant.start(brokers, name, data.resolve(name));
                TurnLoad load = new TurnLoad(options, brokers, name, contestant.wire(), account, running, clockNs)) {
            final Turn turn = load.run(round);
            turns.getOrDefault(contestant, List.of()).add(turn);
            lines.accept(String.format(
                    Locale.ROOT,
                    "          CPU %.1f us, p50 %.1f ms, p99 %.1f ms, lost %d, doubled %d, wrong %d",
                    turn.cpuUsPerEvent(),
                    turn.p50(),
                    turn.p99(),
                    turn.account().lost(),
                    turn.account().doubled(),
                    turn.account().wrong()));
        } catch (final InterruptedException interrupted) {
            throw interrupted;
        } catch (final Exception e) {
            miss(contestant, "round " + round + ": " + Failure.of(e).sentence());
        }
        brokers.deleteTopics();
    }

    private static String name(final Instant startedAt, final int round) {
        return Long.toString(startedAt.toEpochMilli(), Character.MAX_RADIX) + "-" + round;
    }

    private RivalsReport report(final Conditions conditions) {
        return new RivalsReport(
                conditions,
                MqttServerProcess.description(),
                options.rate(),
                options.machines(),
                Math.min(options.connections(), options.machines()),
                options.warmUp().toMillis() / MS_PER_S,
                options.length().toMillis() / MS_PER_S,
                options.saturate().toMillis() / MS_PER_S,
                options.rounds(),
                turns.entrySet().stream()
                        .map(each -> new Row(
                                each.getKey().name(),
                                each.getKey().title(),
                                each.getKey().guarantee(),
                                each.getValue(),
                                missing.getOrDefault(each.getKey(), List.of())))
                        .toList(),
                controls);
    }
}
