package io.millrace.ingest.opcua;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.sdk.core.types.DynamicStructType;
import org.eclipse.milo.opcua.sdk.core.types.DynamicUnionType;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/** The way from a node's value to the part of it that a signal means: {@code Count}, {@code [0].AccCount}, {@code Info.Values[2]}. */
public final class ValuePath {
    private static final Pattern STEP = Pattern.compile("\\G(?:\\[(\\d{1,6})]|(?:^|(?<=.)\\.)([^.\\[\\]]+))");

    private final String text;
    /** Names of members and numbers of elements. */
    private final List<Object> steps;

    private ValuePath(final String text, final List<Object> steps) {
        this.text = text;
        this.steps = List.copyOf(steps);
    }

    /**
     * @param text empty for the value itself
     * @throws IllegalArgumentException if it is no path; says how one is written
     */
    public static ValuePath parse(final String text) {
        final List<Object> steps = new ArrayList<>();
        final Matcher step = STEP.matcher(text);
        int end = 0;
        while (step.find()) {
            steps.add(step.group(1) == null ? step.group(2) : Integer.valueOf(step.group(1)));
            end = step.end();
        }
        if (end < text.length()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no member: write Count, [0] or [0].Count, elements counted from 0");
        }
        return new ValuePath(text, steps);
    }

    /** What is wrong with a path, in words; empty if nothing is. */
    public static Optional<String> fault(final String text) {
        try {
            parse(text);
            return Optional.empty();
        } catch (final IllegalArgumentException unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }

    boolean isWhole() {
        return steps.isEmpty();
    }

    /**
     * @param value decoded
     * @return null if there is nothing in that place
     * @throws IllegalArgumentException if there is no such place; says what there is
     */
    @Nullable
    Object follow(final @Nullable Object value) {
        Object part = value;
        for (final Object step : steps) {
            part = part instanceof Variant variant ? variant.getValue() : part;
            if (part == null) {
                return null;
            }
            part = step instanceof Integer index ? element(part, index) : member(part, (String) step);
        }
        return part instanceof Variant variant ? variant.getValue() : part;
    }

    private @Nullable Object element(final Object value, final int index) {
        final Object elements = value instanceof Matrix matrix ? matrix.getElements() : value;
        if (elements == null || !elements.getClass().isArray()) {
            throw new IllegalArgumentException("has no elements where " + text + " looks for [" + index + "]");
        }
        final int length = Array.getLength(elements);
        if (index >= length) {
            // A list of what is made at the time: it may well be shorter now and then.
            return null;
        }
        return Array.get(elements, index);
    }

    private @Nullable Object member(final Object value, final String name) {
        if (value instanceof DynamicStructType structure) {
            final Map<String, Object> members = structure.getMembers();
            if (!members.containsKey(name)
                    && structure.getDataTypeDefinition().getFields() != null
                    && Arrays.stream(structure.getDataTypeDefinition().getFields())
                            .noneMatch(field -> name.equals(field.getName()))) {
                throw new IllegalArgumentException(
                        "has no member " + name + ": it has " + String.join(", ", members.keySet()));
            }
            return members.get(name);
        } else if (value instanceof DynamicUnionType union) {
            return union.getValue()
                    .filter(present -> present.fieldName().equals(name))
                    .map(DynamicUnionType.UnionValue::fieldValue)
                    .orElse(null);
        }
        throw new IllegalArgumentException("has no members where " + text + " looks for " + name);
    }

    @Override
    public String toString() {
        return text;
    }
}
