package io.millrace.core.plant;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of the bill of material: what one unit of an operation consumes. It is backflushed with each confirmation.
 *
 * @param perUnitMicro millionths of {@code unit} for each unit made, good or not; at least 1
 */
public record Component(String material, String unit, long perUnitMicro) {
    private static final int MICRO_DIGITS = 6;
    private static final long MICRO = 1_000_000;

    /**
     * What so many units consumed, in thousandths of the component's unit, rounded down. Differences of it add up without an error,
     * however often they are taken.
     *
     * @param madeMilli units made from the operation's first on, in thousandths
     */
    public long consumedMilli(final long madeMilli) {
        final long whole = Math.floorDiv(madeMilli, MICRO);
        final long rest = Math.floorMod(madeMilli, MICRO);
        return Math.addExact(
                Math.multiplyExact(whole, perUnitMicro), Math.floorDiv(Math.multiplyExact(rest, perUnitMicro), MICRO));
    }

    /**
     * Reads a bill of material: a line for each component, its material, unit and quantity per unit separated by tabs.
     *
     * @throws IllegalArgumentException naming the line and what is wrong with it
     */
    public static List<Component> parse(final String text) {
        final List<Component> components = new ArrayList<>();
        for (final String line : text.split("\n")) {
            if (!line.isEmpty()) {
                components.add(line(line));
            }
        }
        return List.copyOf(components);
    }

    private static Component line(final String line) {
        final String[] parts = line.split("\t");
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "a component is a material, a unit and a quantity separated by tabs, not \"" + line + "\"");
        }
        try {
            final long micro = new BigDecimal(parts[2])
                    .movePointRight(MICRO_DIGITS)
                    .setScale(0, RoundingMode.UNNECESSARY)
                    .longValueExact();
            return new Component(parts[0], parts[1], micro);
        } catch (final ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "a quantity has at most six decimals, not \"" + parts[2] + "\" in \"" + line + "\"", e);
        }
    }

    /** @return the text that {@link #parse} reads */
    public static String text(final List<Component> components) {
        final StringBuilder text = new StringBuilder();
        for (final Component component : components) {
            text.append(component.material())
                    .append('\t')
                    .append(component.unit())
                    .append('\t')
                    .append(BigDecimal.valueOf(component.perUnitMicro(), MICRO_DIGITS)
                            .stripTrailingZeros()
                            .toPlainString())
                    .append('\n');
        }
        return text.toString();
    }
}
