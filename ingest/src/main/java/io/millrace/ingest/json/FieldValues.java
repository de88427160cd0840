package io.millrace.ingest.json;

import org.jspecify.annotations.Nullable;

/** The fields of an object whose shape is known, where they stand in its bytes. Reused; allocates nothing; not thread-safe. */
final class FieldValues {
    private static final int FIELDS = Field.values().length;
    private static final byte[] NOTHING = {};

    private final ValueScan scan;
    private final byte[] forms = new byte[FIELDS];
    private final int[] starts = new int[FIELDS];
    private final int[] lengths = new int[FIELDS];
    private final long[] digits = new long[FIELDS];
    private final byte[] scales = new byte[FIELDS];
    private byte[] object = NOTHING;
    // A bit for each field, by its ordinal.
    private long present;
    private long texts;

    FieldValues(final ValueScan scan) {
        this.scan = scan;
    }

    /**
     * @param newObject not copied
     * @return true if it is of that shape and its values are plain ones, which can then be asked for
     */
    boolean tryRead(final byte[] newObject, final Shape shape) {
        if (newObject.length < Long.BYTES) {
            return false;
        }
        object = newObject;
        long newPresent = 0;
        long newTexts = 0;
        final Shape.Span[] before = shape.before();
        final int[] fields = shape.fields();
        int at = 0;
        for (int i = 0; i < before.length; i++) {
            final Shape.Span span = before[i];
            if (!span.isAt(newObject, at) || !scan.tryScan(newObject, at + span.bytes().length)) {
                return false;
            }
            at = scan.end();
            final int field = fields[i];
            if (field != Shape.IGNORED && scan.form() != ValueScan.NULL) {
                newPresent |= 1L << field;
                starts[field] = scan.start();
                lengths[field] = scan.length();
                if (scan.form() == ValueScan.TEXT) {
                    newTexts |= 1L << field;
                } else {
                    forms[field] = (byte) scan.form();
                    digits[field] = scan.digits();
                    scales[field] = (byte) scan.scale();
                }
            }
        }
        present = newPresent;
        texts = newTexts;
        return newObject.length - at == shape.end().length && Shape.isAt(newObject, at, shape.end());
    }

    /** The bits of fields, as {@link #areTextsOrAbsent} takes them. */
    static long set(final Field... fields) {
        long set = 0;
        for (final Field field : fields) {
            set |= 1L << field.ordinal();
        }
        return set;
    }

    boolean isAbsent(final Field field) {
        return (present >>> field.ordinal() & 1) == 0;
    }

    /** True if its value is of that {@link ValueScan#form}, which is not that of a text. */
    boolean is(final Field field, final int form) {
        return ((present & ~texts) >>> field.ordinal() & 1) != 0 && forms[field.ordinal()] == form;
    }

    boolean isText(final Field field) {
        return (texts >>> field.ordinal() & 1) != 0;
    }

    /** @param fields as {@link #set} has them */
    boolean areTextsOrAbsent(final long fields) {
        return (present & ~texts & fields) == 0;
    }

    /** True or false, or absent. */
    boolean isFlagSound(final Field field) {
        return isAbsent(field) || is(field, ValueScan.TRUE) || is(field, ValueScan.FALSE);
    }

    /** True if it is a text that is surely not blank. */
    boolean hasText(final Field field) {
        if (isText(field)) {
            final int start = start(field);
            for (int i = 0; i < length(field); i++) {
                if (isVisible(object[start + i])) {
                    return true;
                }
            }
        }
        return false;
    }

    /** True if it is a text that begins and ends with what is surely no blank. */
    boolean isStripped(final Field field) {
        final int start = start(field);
        final int length = length(field);
        return isText(field) && length > 0 && isVisible(object[start]) && isVisible(object[start + length - 1]);
    }

    private static boolean isVisible(final byte ascii) {
        return ascii > ' ';
    }

    int start(final Field field) {
        return starts[field.ordinal()];
    }

    /** In bytes; 0 if it is absent. */
    int length(final Field field) {
        return isAbsent(field) ? 0 : lengths[field.ordinal()];
    }

    /** All digits of a number, those behind its point, too. */
    long digits(final Field field) {
        return digits[field.ordinal()];
    }

    /** How many of its digits stand behind its point. */
    int scale(final Field field) {
        return scales[field.ordinal()];
    }

    /** @return null if it is no text that names one of them */
    <E extends Enum<E>> @Nullable E constant(final Field field, final Constants<E> constants) {
        return isText(field) ? constants.find(object, start(field), length(field)) : null;
    }
}
