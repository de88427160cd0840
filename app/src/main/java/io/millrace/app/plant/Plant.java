package io.millrace.app.plant;

import io.millrace.core.event.Authority;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Measure;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The plant's master data; checked as a whole. Quantities are thousandths of the material's unit. */
public record Plant(
        ZoneId siteTimeZone,
        List<Machine> machines,
        List<Reason> reasons,
        List<Material> materials,
        List<Order> orders) {
    public Plant {
        machines = List.copyOf(machines);
        reasons = List.copyOf(reasons);
        materials = List.copyOf(materials);
        orders = List.copyOf(orders);
    }

    /** Paths of all machines. */
    public Set<String> machinePaths() {
        return machines.stream().map(Machine::path).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param path of five levels
     * @param maxSpan the longest step between two readings that may be attributed across an order change
     * @param settleAfter how old units must be before they are told
     * @param counters those that wrap, by what they count
     */
    public record Machine(
            String path, Authority authority, Duration maxSpan, Duration settleAfter, Map<Measure, Counter> counters) {
        public Machine {
            counters = Map.copyOf(counters);
        }
    }

    /**
     * @param modulusMilli where the counter starts anew from zero
     * @param maxStepMilli the largest step over a wrap that is plausible
     */
    public record Counter(long modulusMilli, long maxStepMilli) {}

    public enum Category {
        UNPLANNED,
        PLANNED
    }

    public record Reason(String code, String text, Category category) {}

    public record Material(String id, String text, String unit) {}

    public record Order(String order, Material material, List<Operation> operations) {
        public Order {
            operations = List.copyOf(operations);
        }
    }

    /** @param plannedMilli 0 if nothing is planned */
    public record Operation(String operation, long plannedMilli, Confirm confirm, CorrectionPolicy correction) {}

    /**
     * When partial confirmations are sent.
     *
     * @param everyMilli as soon as this much is pending, 0 for never
     * @param interval when this long has passed, zero for never
     * @param atCompletion when the operation is paused or completed at a machine
     */
    public record Confirm(long everyMilli, Duration interval, boolean atCompletion) {}
}
