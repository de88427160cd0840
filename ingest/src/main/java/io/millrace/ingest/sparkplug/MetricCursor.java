package io.millrace.ingest.sparkplug;

/** The fields of one metric, read in place; reused for a metric of the next payload. Not thread-safe. */
final class MetricCursor {
    enum Value {
        NONE,
        INTEGER,
        FLOAT,
        DOUBLE,
        BOOLEAN,
        TEXT,
        /** Also arrays. */
        BYTES,
        DATASET,
        TEMPLATE,
        /** Extensions: carried by the payload, of no use as a signal. */
        OTHER
    }

    boolean hasAlias;
    long alias;
    long timestampMs;
    DataType dataType = DataType.UNKNOWN;
    boolean isHistorical;
    boolean isTransient;
    boolean isNull;
    Value value = Value.NONE;
    long bits;
    int nameAt;
    int nameLength;
    /** Of a text, and of everything else that has a length. */
    int textAt;

    int textLength;
    int propertiesAt;
    /** -1 if there are none. */
    int propertiesLength;
    /** True if all but alias, time, datatype and value are as {@link #clear} leaves them. */
    private boolean isUsual;

    void read(final WireReader wire, final byte[] payload, final int end) throws MalformedPayloadException {
        wire.wrap(payload, wire.position(), end);
        clear();
        while (wire.hasMore()) {
            field(wire, wire.tag());
        }
    }

    private void clear() {
        isUsual = false;
        hasAlias = false;
        alias = 0;
        timestampMs = 0;
        dataType = DataType.UNKNOWN;
        isHistorical = false;
        isTransient = false;
        isNull = false;
        value = Value.NONE;
        bits = 0;
        nameLength = -1;
        textLength = 0;
        propertiesLength = -1;
    }

    /** It has an alias, a value to be set, and nothing else. */
    void usual(final long newAlias, final long newTimestampMs, final DataType newDataType) {
        if (!isUsual) {
            clear();
            hasAlias = true;
            isUsual = true;
        }
        alias = newAlias;
        timestampMs = newTimestampMs;
        // Storing a reference costs more than looking at it.
        if (dataType != newDataType) {
            dataType = newDataType;
        }
    }

    private void field(final WireReader wire, final int tag) throws MalformedPayloadException {
        switch (tag) {
            case 1 << 3 | WireReader.BYTES -> {
                nameLength = wire.length();
                nameAt = wire.position();
                wire.pass(nameLength);
            }
            case 2 << 3 | WireReader.VARINT -> {
                hasAlias = true;
                alias = wire.varint();
            }
            case 3 << 3 | WireReader.VARINT -> timestampMs = wire.varint();
            case 4 << 3 | WireReader.VARINT -> dataType = DataType.of(wire.varint());
            case 5 << 3 | WireReader.VARINT -> isHistorical = wire.varint() != 0;
            case 6 << 3 | WireReader.VARINT -> isTransient = wire.varint() != 0;
            case 7 << 3 | WireReader.VARINT -> isNull = wire.varint() != 0;
            // 32 bits, even if a careless encoder has extended the sign to 64.
            case 10 << 3 | WireReader.VARINT -> number(Value.INTEGER, wire.varint() & 0xffff_ffffL);
            case 11 << 3 | WireReader.VARINT -> number(Value.INTEGER, wire.varint());
            case 12 << 3 | WireReader.FIXED32 -> number(Value.FLOAT, wire.fixed32());
            case 13 << 3 | WireReader.FIXED64 -> number(Value.DOUBLE, wire.fixed64());
            case 14 << 3 | WireReader.VARINT -> number(Value.BOOLEAN, wire.varint());
            case 9 << 3 | WireReader.BYTES -> {
                propertiesLength = wire.length();
                propertiesAt = wire.position();
                wire.pass(propertiesLength);
            }
            case 15 << 3 | WireReader.BYTES -> span(Value.TEXT, wire);
            case 16 << 3 | WireReader.BYTES -> span(Value.BYTES, wire);
            case 17 << 3 | WireReader.BYTES -> span(Value.DATASET, wire);
            case 18 << 3 | WireReader.BYTES -> span(Value.TEMPLATE, wire);
            case 19 << 3 | WireReader.BYTES -> span(Value.OTHER, wire);
            default -> wire.skip(tag);
        }
    }

    private void span(final Value newValue, final WireReader wire) throws MalformedPayloadException {
        final int length = wire.length();
        span(newValue, wire.position(), length);
        wire.pass(length);
    }

    void span(final Value newValue, final int at, final int length) {
        value(newValue);
        textAt = at;
        textLength = length;
    }

    void number(final Value newValue, final long newBits) {
        value(newValue);
        bits = newBits;
    }

    private void value(final Value newValue) {
        if (value != newValue) {
            value = newValue;
        }
    }
}
