package io.millrace.perf.plant;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What really happened: the figures a conservation report has to arrive at. Units are those made since the run started; units
 * that were unattributed or quarantined on purpose are among the units made.
 *
 * @param startedMs when the run started, 0 before it
 * @param finished whether the run is over; until then the figures still grow
 */
public record PlantTruth(long seed, long startedMs, boolean finished, List<MachineTruth> machines, Global global) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public PlantTruth {
        machines = List.copyOf(machines);
    }

    public MachineTruth machine(final String path) {
        return machines.stream()
                .filter(machine -> machine.machine().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the truth knows no machine " + path));
    }

    /** Writes the truth so that a reader sees either the former or the new one, whole. */
    public void write(final Path file) throws IOException {
        final Path whole = file.toAbsolutePath();
        Files.createDirectories(whole.getParent());
        final Path part = whole.resolveSibling(whole.getFileName() + ".part");
        Files.write(part, JSON.writeValueAsBytes(this));
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public static PlantTruth read(final Path file) throws IOException {
        return JSON.readValue(file.toFile(), PlantTruth.class);
    }

    public record MachineTruth(
            String machine, Protocol protocol, Made made, Injected injected, List<OrderTruth> orders) {

        public MachineTruth {
            orders = List.copyOf(orders);
        }
    }

    /** Units. */
    public record Made(long good, long scrap) {}

    /**
     * {@code unattributed}, {@code quarantined} and {@code declaredLost} are units; the others count occurrences: messages or
     * readings told twice, reports told late or out of order, corrected contexts, counter wraps and resets, bogus readings.
     */
    public record Injected(
            long unattributed,
            long quarantined,
            long declaredLost,
            long duplicates,
            long late,
            long corrections,
            long wraps,
            long resets,
            long bogus) {}

    /** Units one machine made for one operation, after all corrections. */
    public record OrderTruth(String order, String operation, long good, long scrap) {}

    /** Messages that belong to no machine. */
    public record Global(long undecodable, long unknownMachine) {}
}
