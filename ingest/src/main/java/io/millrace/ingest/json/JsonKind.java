package io.millrace.ingest.json;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an entry says, and which identity it cannot do without. */
public enum JsonKind {
    STATE(false, false),
    COUNTER(false, false),
    COUNT(true, true),
    CONTEXT(false, true),
    CONSUMPTION(true, true),
    LOT(true, true),
    /** Not a delta, but its repeat is only known by its time. */
    QUALITY(false, true),
    LABOUR(true, true),
    REASON(false, false),
    SCRAP(true, true),
    DECISION(false, false),
    /** Telemetry: counts nothing. */
    VALUE(false, false);

    private static final Map<String, JsonKind> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toMap(JsonKind::word, Function.identity()));

    private final boolean idNeeded;
    private final boolean timeNeeded;

    JsonKind(final boolean idNeeded, final boolean timeNeeded) {
        this.idNeeded = idNeeded;
        this.timeNeeded = timeNeeded;
    }

    /** The word on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the kind of that word, null if there is none */
    public static @Nullable JsonKind of(final String word) {
        return BY_WORD.get(word);
    }

    boolean isIdNeeded() {
        return idNeeded;
    }

    boolean isTimeNeeded() {
        return timeNeeded;
    }
}
