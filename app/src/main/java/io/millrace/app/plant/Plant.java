package io.millrace.app.plant;

import io.millrace.core.calendar.WorkingTime;
import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.Measure;
import io.millrace.core.event.OperationCounting;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.Profile;
import io.millrace.core.plant.Component;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The plant's master data; checked as a whole. Quantities are thousandths of their unit; {@code validFromNs} is in nanoseconds since
 * the epoch, 0 for what always held.
 *
 * @param profiles the plant's own; the shipped ones are there anyway
 */
public record Plant(
        ZoneId siteTimeZone,
        List<Profile> profiles,
        List<Machine> machines,
        List<Calendar> calendars,
        List<Reason> reasons,
        List<Material> materials,
        List<Order> orders,
        List<PostingPeriod> postingPeriods) {
    /** Nothing is known. */
    public static final Plant NONE =
            new Plant(ZoneOffset.UTC, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public Plant {
        profiles = List.copyOf(profiles);
        machines = List.copyOf(machines);
        calendars = List.copyOf(calendars);
        reasons = List.copyOf(reasons);
        materials = List.copyOf(materials);
        orders = List.copyOf(orders);
        postingPeriods = List.copyOf(postingPeriods);
    }

    /** Paths of all machines. */
    public Set<String> machinePaths() {
        return machines.stream().map(Machine::path).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What holds for a machine from a time on; there may be several for one.
     *
     * @param path of five levels
     * @param maxSpan the longest step between two readings that may be attributed across an order change
     * @param settleAfter how old units must be before they are told
     * @param microStop a shorter stop without a reason is a micro-stop, zero for none
     * @param profile name of a shipped one or of one of the plant's own
     */
    public record Machine(
            String path,
            long validFromNs,
            Authority authority,
            Duration maxSpan,
            Duration settleAfter,
            Duration microStop,
            String profile,
            Counters counters) {}

    /**
     * @param wrapping those that wrap, by what they count
     * @param resetAtStart they start anew with each order
     */
    public record Counters(Map<Measure, Counter> wrapping, boolean resetAtStart) {
        public Counters {
            wrapping = Map.copyOf(wrapping);
        }
    }

    /**
     * @param modulusMilli where the counter starts anew from zero
     * @param maxStepMilli the largest step over a wrap that is plausible
     */
    public record Counter(long modulusMilli, long maxStepMilli) {}

    /** @param scope beginning of the paths it holds for, empty for all */
    public record Calendar(String scope, long validFromNs, WorkingTime workingTime) {}

    public record Reason(String code, String text, ReasonCategory category) {}

    /** @param conversions other units, each with how much of {@code unit} it is, in millionths */
    public record Material(String id, String text, String unit, Map<String, Long> conversions) {
        public Material {
            conversions = Map.copyOf(conversions);
        }
    }

    /** @param unit its quantities are in; the material's or one that converts to it */
    public record Order(String order, Material material, String unit, List<Operation> operations) {
        public Order {
            operations = List.copyOf(operations);
        }
    }

    /**
     * @param plannedMilli 0 if nothing is planned
     * @param runtimePerUnit planned run time per item, zero if nobody planned it
     */
    public record Operation(
            String operation,
            long plannedMilli,
            Duration runtimePerUnit,
            ConfirmationPolicy confirm,
            OperationCounting counting,
            List<Component> components) {
        public Operation {
            components = List.copyOf(components);
        }
    }

    /**
     * @param scope beginning of the paths it holds for, empty for all
     * @param openFrom the first day that may be posted to
     */
    public record PostingPeriod(String scope, LocalDate openFrom) {}
}
