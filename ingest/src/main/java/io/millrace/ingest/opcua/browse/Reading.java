package io.millrace.ingest.opcua.browse;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
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
 */
public record Reading(String type, String value, boolean isUsable) {
    /** Not read. */
    public static final Reading NONE = new Reading("", "", false);

    private static final int MOST_ELEMENTS = 4;

    static Reading of(final DataValue data) {
        final StatusCode status = data.getStatusCode();
        if (status != null && status.isBad()) {
            return failed(status);
        }
        final Object value = data.getValue().getValue();
        if (value == null) {
            return NONE;
        }
        return new Reading(type(value), text(value), isPlain(value));
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
