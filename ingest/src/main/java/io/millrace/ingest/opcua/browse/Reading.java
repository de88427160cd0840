package io.millrace.ingest.opcua.browse;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.milo.opcua.sdk.core.types.DynamicStructType;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.UaEnumeratedType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * What a variable said when it was looked at.
 *
 * @param type of the value by the standard's name, as {@code Int32}, {@code Structure[]}; empty if there is none
 * @param value the value as a text, or the name of the status where it is bad; empty for null
 * @param isUsable a source can take such a value for a signal: one number, text or truth value
 * @param parts what a source can take of a structure or an array: some of them, if there are many
 */
public record Reading(String type, String value, boolean isUsable, List<Part> parts) {
    /**
     * A part of a value.
     *
     * @param member the way there, {@code [0].Count}
     */
    public record Part(String member, Reading reading) {
        /** The last step of the way. */
        String name() {
            return member.substring(member.lastIndexOf('.') + 1);
        }
    }

    /** Not read. */
    public static final Reading NONE = new Reading("", "", false);

    private static final int MOST_ELEMENTS = 4;

    private static final int MOST_PARTS = 40;
    private static final int DEEPEST = 3;

    public Reading {
        parts = List.copyOf(parts);
    }

    public Reading(final String type, final String value, final boolean isUsable) {
        this(type, value, isUsable, List.of());
    }

    /** @param decoder makes of structures what their members can be seen in */
    static Reading of(final DataValue data, final UnaryOperator<Object> decoder) {
        final StatusCode status = data.getStatusCode();
        if (status != null && status.isBad()) {
            return failed(status);
        }
        final Object value = data.getValue().getValue();
        if (value == null) {
            return NONE;
        }
        final List<Part> parts = new ArrayList<>();
        if (!isPlain(value)) {
            addParts("", decoder.apply(value), 0, parts);
        }
        return new Reading(type(value), text(value), isPlain(value), parts);
    }

    private static void addParts(
            final String member, final @Nullable Object value, final int depth, final List<Part> parts) {
        if (value == null || parts.size() >= MOST_PARTS || depth > DEEPEST) {
            return;
        }
        if (depth > 0 && isPlain(value)) {
            parts.add(new Part(member, new Reading(type(value), text(value), true)));
        } else if (depth > 0 && value instanceof UaEnumeratedType enumeration) {
            parts.add(new Part(member, new Reading("Int32", Integer.toString(enumeration.getValue()), true)));
        } else if (value instanceof DynamicStructType structure) {
            structure
                    .getMembers()
                    .forEach((name, each) ->
                            addParts(member.isEmpty() ? name : member + "." + name, each, depth + 1, parts));
        } else if (value.getClass().isArray()) {
            for (int i = 0; i < Math.min(MOST_ELEMENTS, Array.getLength(value)); i++) {
                addParts(member + "[" + i + "]", Array.get(value, i), depth + 1, parts);
            }
        }
    }

    static Reading failed(final StatusCode status) {
        final String name =
                StatusCodes.lookup(status.value()).map(known -> known[0]).orElseGet(status::toString);
        return new Reading("", name, false);
    }

    /** One number, such as a counter. */
    boolean isNumber() {
        return isUsable && !type.equals("Boolean") && !isText();
    }

    boolean isText() {
        return type.equals("String") || type.equals("LocalizedText");
    }

    private static boolean isPlain(final Object value) {
        return value instanceof Number
                || value instanceof String
                || value instanceof Boolean
                || value instanceof LocalizedText;
    }

    private static String type(final Object value) {
        if (value instanceof Matrix matrix) {
            return matrix.getDataType().map(OpcUaDataType::name).orElse("Structure") + "[][]";
        }
        if (value.getClass().isArray()) {
            return name(value.getClass().getComponentType()) + "[]";
        }
        return name(value.getClass());
    }

    private static String name(final Class<?> type) {
        return Optional.ofNullable(OpcUaDataType.fromBackingClass(type))
                .filter(builtIn -> builtIn != OpcUaDataType.ExtensionObject)
                .map(OpcUaDataType::name)
                .orElse("Structure");
    }

    private static String text(final Object value) {
        if (value instanceof LocalizedText text) {
            return String.valueOf(text.getText());
        }
        if (value instanceof Matrix matrix) {
            return Arrays.toString(matrix.getDimensions()) + " values";
        }
        if (!value.getClass().isArray()) {
            return type(value).equals("Structure") ? "" : value.toString();
        }
        final int length = Array.getLength(value);
        if (type(value).equals("Structure[]") || length > MOST_ELEMENTS) {
            return length + " values";
        }
        final StringBuilder elements = new StringBuilder("[");
        for (int i = 0; i < length; i++) {
            final @Nullable Object element = Array.get(value, i);
            elements.append(i == 0 ? "" : ", ").append(element == null ? "" : text(element));
        }
        return elements.append(']').toString();
    }
}
