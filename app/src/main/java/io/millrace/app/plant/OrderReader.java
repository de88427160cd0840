package io.millrace.app.plant;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.OperationCounting;
import io.millrace.core.plant.Component;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code order-types} and {@code orders}. */
final class OrderReader {
    /** Beyond, a counter's reading times the factor would not fit any more. */
    private static final long LARGEST_FACTOR = 1_000_000;

    private final MaterialReader materials;
    private final Names machines;
    private final Names types = new Names();
    private final Map<String, ConfirmationPolicy> policies = new HashMap<>();
    private final Names orders = new Names();

    OrderReader(final MaterialReader materials, final Names machines) {
        this.materials = materials;
        this.machines = machines;
    }

    String type(final Section section) {
        final String type = section.required("type", PlantForms.word());
        types.add(section, "type", type);
        policies.putIfAbsent(type, PolicyReader.read(section, PolicyReader.DEFAULT));
        return type;
    }

    Plant.Order order(final Section section) {
        final String order = section.required("order", PlantForms.orderNumber());
        orders.add(section, "order", order);
        final Plant.Material material = materials.named(section, "material");
        final String unit = section.inherited("unit", MaterialReader.unitOf(material), material.unit())
                .orElse(material.unit());
        final ConfirmationPolicy policy = section.inherited(
                        "type", types.reference("is not among the order-types"), "none")
                .map(type -> policies.getOrDefault(type, PolicyReader.DEFAULT))
                .orElse(PolicyReader.DEFAULT);
        final Names operations = new Names();
        final List<Plant.Operation> list =
                section.sections("operations", each -> operation(each, operations, policy, new Unit(material, unit)));
        if (list.isEmpty()) {
            section.fault("operations", "is empty: an order has at least one operation");
        }
        return new Plant.Order(order, material, unit, list);
    }

    /** What an order's quantities are in. */
    private record Unit(Plant.Material material, String unit) {}

    private Plant.Operation operation(
            final Section section, final Names known, final ConfirmationPolicy policy, final Unit unit) {
        final String operation = section.required("operation", PlantForms.orderNumber());
        known.add(section, "operation", operation);
        return new Plant.Operation(
                operation,
                section.optional("planned", Forms.milli(), 0L),
                section.optional("runtime-per-unit", Forms.exactDuration(Duration.ofDays(7)), Duration.ZERO),
                PolicyReader.read(section, policy),
                counting(section, unit),
                components(section));
    }

    private OperationCounting counting(final Section section, final Unit unit) {
        final Optional<Authority> authority = section.inherited("authority", authority(), "as the machine");
        final Names twice = new Names();
        final List<String> points = section.values("count-points", countPoint());
        for (int i = 0; i < points.size(); i++) {
            twice.add(section, "count-points[" + i + "]", points.get(i));
        }
        final String countPoints = String.join(",", points);
        PlacedText.fits(section, "count-points", countPoints);
        final long[] factor = factor(section, unit);
        return new OperationCounting(authority.orElse(null), factor[0], factor[1], countPoints);
    }

    /** Units of the order for each count: numerator and denominator. */
    private static long[] factor(final Section section, final Unit unit) {
        final String counted = section.inherited("counter-unit", MaterialReader.unitOf(unit.material()), unit.unit())
                .orElse(unit.unit());
        final long count = MaterialReader.micro(unit.material(), counted);
        final long whole = MaterialReader.micro(unit.material(), unit.unit());
        final long common =
                BigInteger.valueOf(count).gcd(BigInteger.valueOf(whole)).longValueExact();
        if (Math.max(count, whole) / common > LARGEST_FACTOR) {
            section.fault(
                    "counter-unit",
                    "is " + count / common + "/" + whole / common + " of the order's unit, which is too fine to"
                            + " count in: use conversions with fewer decimals");
        }
        return new long[] {count / common, whole / common};
    }

    private static Form<Authority> authority() {
        final Map<String, Authority> words = new LinkedHashMap<>();
        words.put("counter", Authority.COUNTER);
        words.put("report", Authority.REPORT);
        return Forms.oneOf(words);
    }

    /** The paths are joined by commas on the wire. */
    private Form<String> countPoint() {
        return machines.reference("is not among the machines")
                .where(path -> !path.contains(","), "has a comma in its path: a count point must not");
    }

    private List<Component> components(final Section section) {
        final Names once = new Names();
        final List<Component> components = section.sections("components", each -> component(each, once));
        PlacedText.fits(section, "components", Component.text(components));
        return components;
    }

    private Component component(final Section section, final Names once) {
        final Plant.Material material = materials.named(section, "material");
        once.add(section, "material", material.id());
        final String unit = section.inherited("unit", MaterialReader.unitOf(material), material.unit())
                .orElse(material.unit());
        return new Component(material.id(), unit, section.required("quantity", Forms.micro()));
    }
}
