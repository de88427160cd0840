package io.millrace.ingest.json;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields that {@link EntryWalker} reads; each stands under its own name in small letters. */
enum Field {
    ID,
    TIME,
    TRACEPARENT,
    STATE(JsonKind.STATE),
    MODE(JsonKind.STATE),
    REASON(JsonKind.STATE, JsonKind.COUNT),
    MEASURE(JsonKind.COUNTER, JsonKind.COUNT),
    VALUE(JsonKind.COUNTER, JsonKind.VALUE),
    NAME(JsonKind.VALUE),
    UNIT(JsonKind.VALUE),
    RESET(JsonKind.COUNTER),
    QUANTITY(JsonKind.COUNT, JsonKind.CONSUMPTION),
    TRANSITION(JsonKind.CONTEXT),
    CANCELLED(JsonKind.CONTEXT),
    REVISION(JsonKind.CONTEXT),
    MATERIAL(JsonKind.CONSUMPTION),
    LOT(JsonKind.CONSUMPTION),
    ORDER(JsonKind.COUNT, JsonKind.CONTEXT, JsonKind.CONSUMPTION),
    OPERATION(JsonKind.COUNT, JsonKind.CONTEXT, JsonKind.CONSUMPTION, JsonKind.VALUE);

    /** The kinds that come often enough to be worth it. */
    static final Set<JsonKind> KINDS = EnumSet.of(
            JsonKind.STATE, JsonKind.COUNTER, JsonKind.COUNT, JsonKind.CONTEXT, JsonKind.CONSUMPTION, JsonKind.VALUE);

    private final Set<JsonKind> kinds;

    Field(final JsonKind... kinds) {
        this.kinds = Set.copyOf(Arrays.asList(kinds));
    }

    /** @return null if the reader of that kind does not ask for it */
    static @Nullable Field of(final String name, final JsonKind kind) {
        for (final Field field : values()) {
            if (field.name().toLowerCase(Locale.ROOT).equals(name)) {
                return field.kinds.isEmpty() || field.kinds.contains(kind) ? field : null;
            }
        }
        return null;
    }
}
