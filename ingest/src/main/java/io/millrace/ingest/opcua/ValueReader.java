package io.millrace.ingest.opcua;

import io.millrace.ingest.signal.Signal;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.core.types.DynamicEnumType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.UaEnumeratedType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Finds in a node's value what a signal means, for the life of one connection: structures are decoded by the types the server
 * describes (OPC 10000-3, 8.48), enumerations may be taken by name. Safe for any thread; may ask the server for a type when it sees
 * the first value of it.
 */
public final class ValueReader {
    /** Gives the types that a server describes. */
    public interface Types {
        /** @throws UaException if the server does not tell */
        EncodingContext context() throws UaException;
    }

    /** Knows no types and no names. */
    static final ValueReader PLAIN = new ValueReader(
            () -> {
                throw new UaException(StatusCodes.Bad_NotSupported);
            },
            Map.of());

    private final Types types;
    private final Map<String, Map<Integer, String>> names;
    private final Map<String, ValuePath> paths = new ConcurrentHashMap<>();

    /** @param names of enumerations, by the node's address */
    public ValueReader(final Types types, final Map<String, Map<Integer, String>> names) {
        this.types = types;
        this.names = Map.copyOf(names);
    }

    /**
     * @return a number, text or truth value, or null where there is none
     * @throws IllegalArgumentException if what there is is something else; says what, and the remedy
     */
    @Nullable
    Object read(final Signal signal, final @Nullable Object raw) {
        final ValuePath path = paths.computeIfAbsent(signal.member(), ValuePath::parse);
        final Object part = path.isWhole() ? raw : path.follow(decoded(raw));
        if (part instanceof Number number) {
            return signal.byName() ? name(signal, number) : number;
        } else if (part == null || part instanceof String || part instanceof Boolean) {
            return part;
        } else if (part instanceof LocalizedText text) {
            return text.getText();
        } else if (part instanceof QualifiedName name) {
            return name.getName();
        } else if (part instanceof DynamicEnumType enumeration) {
            return signal.byName() ? enumeration.getName() : Integer.valueOf(enumeration.getValue());
        } else if (part instanceof UaEnumeratedType enumeration) {
            return signal.byName() ? enumeration.toString() : Integer.valueOf(enumeration.getValue());
        }
        throw new IllegalArgumentException("gives a " + part.getClass().getSimpleName()
                + ": map a node with a single number, text or truth value, or name the member that is one");
    }

    /**
     * Structures as their members; whatever is none stays as it is.
     *
     * @throws IllegalArgumentException if a structure cannot be decoded
     */
    public @Nullable Object decoded(final @Nullable Object raw) {
        if (raw instanceof ExtensionObject encoded) {
            try {
                return encoded.isNull() ? null : encoded.decode(types.context());
            } catch (final UaException | UaSerializationException undecodable) {
                throw new IllegalArgumentException(
                        "gives a structure that cannot be read (" + undecodable.getMessage()
                                + "): the server must describe its type (attribute DataTypeDefinition, or a type dictionary)",
                        undecodable);
            }
        } else if (raw instanceof ExtensionObject[] many) {
            return Arrays.stream(many).map(this::decoded).toArray();
        }
        return raw;
    }

    private Object name(final Signal signal, final Number number) {
        final String name = names.getOrDefault(signal.address(), Map.of()).get(number.intValue());
        return name == null ? number : name;
    }
}
