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

    static DataType of(final long code) {
        return code < 0 || code >= BY_CODE.length ? UNKNOWN : BY_CODE[(int) code];
    }

    /** True if one number, text or truth value can be read from it, so that it may stand for a signal. */
    boolean isScalar() {
        return ordinal() <= UUID.ordinal();
    }
}
