package io.millrace.ingest.sparkplug;

/** Sparkplug's datatypes (Sparkplug 3.0, 6.4.16) by their number on the wire; a number that is not here is UNKNOWN. */
public enum DataType {
    UNKNOWN,
    INT8,
    INT16,
    INT32,
    INT64,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    FLOAT,
    DOUBLE,
    BOOLEAN,
    STRING,
    DATETIME,
    TEXT,
    UUID,
    DATASET,
    BYTES,
    FILE,
    TEMPLATE,
    PROPERTY_SET,
    PROPERTY_SET_LIST,
    INT8_ARRAY,
    INT16_ARRAY,
    INT32_ARRAY,
    INT64_ARRAY,
    UINT8_ARRAY,
    UINT16_ARRAY,
    UINT32_ARRAY,
    UINT64_ARRAY,
    FLOAT_ARRAY,
    DOUBLE_ARRAY,
    BOOLEAN_ARRAY,
    STRING_ARRAY,
    DATETIME_ARRAY;

    private static final DataType[] BY_CODE = values();

    // Of a long, where it holds an integer.
    private final int unusedBits;
    private final boolean isUnsigned;

    DataType() {
        isUnsigned = name().startsWith("UINT");
        unusedBits = switch (name()) {
            case "INT8", "UINT8" -> Long.SIZE - Byte.SIZE;
            case "INT16", "UINT16" -> Long.SIZE - Short.SIZE;
            case "INT32", "UINT32" -> Long.SIZE - Integer.SIZE;
            default -> 0;
        };
    }

    static DataType of(final long code) {
        return code < 0 || code >= BY_CODE.length ? UNKNOWN : BY_CODE[(int) code];
    }

    /** True if one number, text or truth value can be read from it, so that it may stand for a signal. */
    boolean isScalar() {
        return ordinal() <= UUID.ordinal();
    }

    /** What the lowest bits say, of an integer those of its width. */
    long number(final long bits) {
        final long high = bits << unusedBits;
        return isUnsigned ? high >>> unusedBits : high >> unusedBits;
    }

    /** Of an array; UNKNOWN of anything else. */
    DataType element() {
        return switch (this) {
            case INT8_ARRAY -> INT8;
            case INT16_ARRAY -> INT16;
            case INT32_ARRAY -> INT32;
            case INT64_ARRAY -> INT64;
            case UINT8_ARRAY -> UINT8;
            case UINT16_ARRAY -> UINT16;
            case UINT32_ARRAY -> UINT32;
            case UINT64_ARRAY -> UINT64;
            case FLOAT_ARRAY -> FLOAT;
            case DOUBLE_ARRAY -> DOUBLE;
            case BOOLEAN_ARRAY -> BOOLEAN;
            case STRING_ARRAY -> STRING;
            case DATETIME_ARRAY -> DATETIME;
            default -> UNKNOWN;
        };
    }

    /** Bytes of a number in an array, 0 if it is none. */
    int width() {
        return switch (this) {
            case INT8, UINT8 -> Byte.BYTES;
            case INT16, UINT16 -> Short.BYTES;
            case INT32, UINT32, FLOAT -> Integer.BYTES;
            case INT64, UINT64, DOUBLE, DATETIME -> Long.BYTES;
            default -> 0;
        };
    }
}
