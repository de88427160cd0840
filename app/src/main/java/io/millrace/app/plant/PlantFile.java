package io.millrace.app.plant;

import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.app.yaml.Spelling;
import io.millrace.app.yaml.Surroundings;
import io.millrace.app.yaml.YamlFile;
import io.millrace.core.event.Authority;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Measure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads {@code plant.yaml}. */
public final class PlantFile {
    private static final Duration A_WEEK = Duration.ofDays(7);
    private static final Plant.Material NO_MATERIAL = new Plant.Material("", "", "");

    private final Set<String> machines = new HashSet<>();
    private final Set<String> reasons = new HashSet<>();
    private final Set<String> materialIds = new HashSet<>();
    private final Map<String, Plant.Material> materials = new HashMap<>();
    private final Set<String> orders = new HashSet<>();

    private PlantFile() {}

    /** Never throws for what is in the file; see {@link Checked#orThrow()}. */
    public static Checked<Plant> read(final Path file, final Surroundings surroundings) {
        return YamlFile.read(file, surroundings, root -> new PlantFile().plant(root));
    }

    private Plant plant(final Section root) {
        final ZoneId zone = root.required("site-time-zone", Forms.zone());
        final List<Plant.Machine> machineList = root.sections("machines", this::machine);
        if (machineList.isEmpty()) {
            root.fault("machines", "names no machine: list at least one with its path");
        }
        return new Plant(
                zone,
                machineList,
                root.sections("reasons", this::reason),
                root.sections("materials", this::material),
                root.sections("orders", this::order));
    }

    private Plant.Machine machine(final Section section) {
        final String path = section.required("path", Forms.machine());
        unique(section, "path", path, machines);
        return new Plant.Machine(
                path,
                section.optional("authority", Forms.oneOf(Authority.class), Authority.COUNTER),
                section.optional("max-span", Forms.duration(Duration.ZERO, A_WEEK), Duration.ofSeconds(60)),
                section.optional("settle-after", Forms.duration(Duration.ZERO, A_WEEK), Duration.ofMinutes(2)),
                section.section("counters", PlantFile::counters));
    }

    private static Map<Measure, Plant.Counter> counters(final Section section) {
        final Map<Measure, Plant.Counter> counters = new EnumMap<>(Measure.class);
        for (final Measure measure : List.of(Measure.GOOD, Measure.TOTAL, Measure.SCRAP)) {
            final String key = measure.name().toLowerCase(Locale.ROOT);
            if (section.has(key)) {
                counters.put(measure, section.section(key, PlantFile::counter));
            }
        }
        if (counters.containsKey(Measure.GOOD) && counters.containsKey(Measure.TOTAL)) {
            section.fault("total", "is given beside good: one of them is the machine's count, remove the other");
        }
        return counters;
    }

    private static Plant.Counter counter(final Section section) {
        final Form<Long> positive = Forms.milli().where(value -> value > 0, "must be more than 0");
        final long modulus = section.required("modulus", positive);
        final long maxStep = section.required("max-step", positive);
        if (section.isSound("modulus") && maxStep > modulus) {
            section.fault("max-step", "is more than the modulus: a step over a wrap must be smaller than a full turn");
        }
        return new Plant.Counter(modulus, maxStep);
    }

    private Plant.Reason reason(final Section section) {
        final String code = section.required("code", Forms.text());
        unique(section, "code", code, reasons);
        return new Plant.Reason(
                code,
                section.optional("text", Forms.text(), code),
                section.optional("category", Forms.oneOf(Plant.Category.class), Plant.Category.UNPLANNED));
    }

    private Plant.Material material(final Section section) {
        final String id = section.required("id", Forms.text());
        unique(section, "id", id, materialIds);
        final Plant.Material material = new Plant.Material(
                id, section.optional("text", Forms.text(), id), section.required("unit", Forms.text()));
        materials.putIfAbsent(id, material);
        return material;
    }

    private Plant.Order order(final Section section) {
        final String order = section.required("order", orderNumber());
        unique(section, "order", order, orders);
        final String material = section.required("material", Forms.text());
        if (!material.isEmpty() && !materials.containsKey(material)) {
            section.fault(
                    "material",
                    "\"" + material + "\" is not among the materials; "
                            + Spelling.suggest(material, materials.keySet()));
        }
        final Set<String> operations = new HashSet<>();
        final List<Plant.Operation> list = section.sections("operations", each -> operation(each, operations));
        if (list.isEmpty()) {
            section.fault("operations", "is empty: an order has at least one operation");
        }
        return new Plant.Order(order, materials.getOrDefault(material, NO_MATERIAL), list);
    }

    private static Plant.Operation operation(final Section section, final Set<String> known) {
        final String operation = section.required("operation", orderNumber());
        unique(section, "operation", operation, known);
        return new Plant.Operation(
                operation,
                section.optional("planned", Forms.milli(), 0L),
                section.section("confirm", PlantFile::confirm),
                section.optional("correction", Forms.oneOf(CorrectionPolicy.class), CorrectionPolicy.REVERSAL));
    }

    private static Plant.Confirm confirm(final Section section) {
        return new Plant.Confirm(
                section.optional("every", Forms.milli(), 0L),
                section.optional("interval", Forms.duration(Duration.ZERO, A_WEEK), Duration.ZERO),
                section.optional("at-completion", Forms.flag(), true));
    }

    /** Order and operation are joined by a slash on the wire. */
    private static Form<String> orderNumber() {
        return Forms.text().where(text -> !text.contains("/"), "must not hold a slash");
    }

    private static void unique(final Section section, final String key, final String value, final Set<String> seen) {
        if (!value.isEmpty() && !seen.add(value)) {
            section.fault(key, "\"" + value + "\" is defined twice: remove one");
        }
    }
}
