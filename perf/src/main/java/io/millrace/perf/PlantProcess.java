package io.millrace.perf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.perf.plant.PlantOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The plant's life as a process. One thread, the caller's, steps the simulation between commands; a second one only reads lines.
 */
final class PlantProcess {

    private static final long STEP_MS = 5;
    private static final long TRUTH_PERIOD_MS = 1_000;
    private static final long UNSENT_BOUND_MS = 30_000;
    private static final String EXIT = "exit";

    private enum Phase {
        IDLE,
        RUNNING,
        FINISHING,
        FINISHED
    }

    private final PlantOptions options;
    private final InstantSource clock;
    private final PrintStream out;
    private final ObjectMapper json = new ObjectMapper();
    private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    private Phase phase = Phase.IDLE;
    private boolean exiting;
    private boolean settling;
    private long finishedMs;
    private long truthMs;

    PlantProcess(final PlantOptions options, final InstantSource clock, final PrintStream out) {
        this.options = options;
        this.clock = clock;
        this.out = out;
    }

    void live(final InputStream lines) throws InterruptedException {
        try (SimulatedPlant plant = new SimulatedPlant(options, clock, text -> say("story", Map.of("text", text)))) {
            plant.connect();
            say(
                    "ready",
                    Map.of(
                            "opcua", plant.server().endpoint(),
                            "certificate",
                                    plant.server()
                                            .certificates()
                                            .certificateFile()
                                            .toString(),
                            "trusted",
                                    plant.server()
                                            .certificates()
                                            .trustedFolder()
                                            .toString()));
            readOnOwnThread(lines);
            while (!exiting) {
                final String command = commands.poll(STEP_MS, TimeUnit.MILLISECONDS);
                if (command != null) {
                    obey(plant, command);
                }
                step(plant);
            }
            writeTruth(plant);
        }
    }

    private void obey(final SimulatedPlant plant, final String command) {
        switch (command) {
            case "" -> {}
            case "run" -> run(plant);
            case "stop" -> stop(plant);
            case "settle" -> settle(plant);
            case EXIT -> exiting = true;
            default -> say("unknown", Map.of("command", command));
        }
    }

    private void run(final SimulatedPlant plant) {
        if (phase == Phase.IDLE) {
            final long nowMs = clock.millis();
            plant.simulation().start(nowMs, options.durationSeconds() * 1_000L);
            phase = Phase.RUNNING;
            say("running", Map.of("startedMs", nowMs));
        }
    }

    private void stop(final SimulatedPlant plant) {
        if (phase == Phase.RUNNING) {
            final long nowMs = clock.millis();
            plant.simulation().advanceTo(nowMs);
            finish(plant, nowMs);
        }
    }

    private void settle(final SimulatedPlant plant) {
        if (phase != Phase.IDLE) {
            plant.simulation().requestSettlement(clock.millis());
            settling = true;
        }
    }

    private void step(final SimulatedPlant plant) {
        final long nowMs = clock.millis();
        if (phase == Phase.RUNNING) {
            plant.simulation().advanceTo(nowMs);
            if (plant.simulation().isOver(nowMs)) {
                finish(plant, nowMs);
            }
        }
        if (phase == Phase.FINISHING && (plant.unsent() == 0 || nowMs - finishedMs > UNSENT_BOUND_MS)) {
            phase = Phase.FINISHED;
            say("finished", Map.of("unsent", plant.unsent()));
        }
        if (settling && plant.unsent() == 0) {
            settling = false;
            say("settled", Map.of());
        }
        if (phase == Phase.RUNNING && nowMs - truthMs >= TRUTH_PERIOD_MS) {
            writeTruth(plant);
        }
    }

    private void finish(final SimulatedPlant plant, final long nowMs) {
        plant.simulation().finish(nowMs);
        finishedMs = nowMs;
        phase = Phase.FINISHING;
        writeTruth(plant);
    }

    private void writeTruth(final SimulatedPlant plant) {
        truthMs = clock.millis();
        final Path file = options.truthFile();
        if (file != null) {
            try {
                plant.truth().write(file);
            } catch (final IOException e) {
                throw new UncheckedIOException("the truth cannot be written to " + file, e);
            }
        }
    }

    private void readOnOwnThread(final InputStream lines) {
        final Thread reader = new Thread(() -> read(lines), "plant-commands");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(final InputStream lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                commands.add(line.strip());
            }
        } catch (final IOException e) {
            say("story", Map.of("text", "the plant's commands cannot be read any more: " + e.getMessage()));
        }
        commands.add(EXIT);
    }

    private void say(final String event, final Map<String, ?> fields) {
        final Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", event);
        line.putAll(fields);
        try {
            out.println(json.writeValueAsString(line));
            out.flush();
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("an object of plain fields can always be written", e);
        }
    }
}
