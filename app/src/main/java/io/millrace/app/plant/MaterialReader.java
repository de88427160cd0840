package io.millrace.app.plant;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.app.yaml.Spelling;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code materials}, and what others say of a material and its units. */
final class MaterialReader {
    /** Stands in for one with a fault; any unit will do for it. */
    static final Plant.Material UNKNOWN = new Plant.Material("", "", "", Map.of());

    private static final long ONE = 1_000_000;

    private final Names ids = new Names();
    private final Map<String, Plant.Material> byId = new HashMap<>();

    Plant.Material material(final Section section) {
        final String id = section.required("id", PlantForms.word());
        ids.add(section, "id", id);
        final String text = section.optional("text", PlantForms.word(), id);
        final String unit = section.required("unit", PlantForms.word());
        final Map<String, Long> conversions = new HashMap<>();
        section.sections("conversions", each -> conversion(each, unit, conversions));
        final Plant.Material material = new Plant.Material(id, text, unit, conversions);
        byId.putIfAbsent(id, material);
        return material;
    }

    private static String conversion(final Section section, final String base, final Map<String, Long> conversions) {
        final String unit = section.required("unit", PlantForms.word());
        final long factor = section.required("factor", Forms.micro());
        if (unit.equals(base) && !unit.isEmpty()) {
            section.fault("unit", "\"" + unit + "\" is the material's own: remove the conversion");
        } else if (conversions.putIfAbsent(unit, factor) != null && !unit.isEmpty()) {
            section.fault("unit", "\"" + unit + "\" is defined twice: remove one");
        }
        return unit;
    }

    /** The material a key names. */
    Plant.Material named(final Section section, final String key) {
        final String id = section.required(key, ids.reference("is not among the materials"));
        return byId.getOrDefault(id, UNKNOWN);
    }

    /** A unit that quantities of the material may be in. */
    static Form<String> unitOf(final Plant.Material material) {
        final Set<String> known = new TreeSet<>(material.conversions().keySet());
        known.add(material.unit());
        return new Form<>(
                material.unit(),
                text -> {
                    if (!known.contains(text) && !material.unit().isEmpty()) {
                        throw new IllegalArgumentException("\"" + text + "\" is no unit of " + material.id()
                                + ": add it to the material's conversions; " + Spelling.suggest(text, known));
                    }
                    return text;
                },
                text -> text);
    }

    /** How much of the material's own unit one of this unit is, in millionths. */
    static long micro(final Plant.Material material, final String unit) {
        return material.conversions().getOrDefault(unit, ONE);
    }
}
