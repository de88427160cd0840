package io.millrace.ingest.json;

import io.millrace.core.event.EventWriter;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.SignalQuality;
import io.millrace.core.event.Transition;
import io.millrace.ingest.json.ValueScan.Form;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.signal.Word;
import io.millrace.ingest.signal.Words;
import io.millrace.ingest.source.WritableMessage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects whose shape it has learnt from those before, without making objects of its own, and is then the message with their
 * event. It never judges: whatever differs in the slightest from what it knows - another order of fields, an escape, an exponent, a
 * value that may be a fault - it leaves to {@link EntryReader}, whose events its own are equal to. Not thread-safe.
 */
public final class EntryWalker implements WritableMessage {
    private static final int REMEMBERED_TOPICS = 10_000;
    /** Shapes of one topic: optional fields and forms of numbers make a few. */
    private static final int SHAPES = 4;
    /** A longer one may have a text that no event has room for. */
    private static final int MAX_PAYLOAD_BYTES = 32 * 1024;

    private static final int MAX_CORRELATION_CHARS = 256;
    private static final int MAX_WHOLE_DIGITS = 15;
    private static final Measure[] MEASURES = Measure.values();
    private static final Mode[] MODES = Mode.values();
    private static final Transition[] TRANSITIONS = Transition.values();
    private static final Field[] FIELDS = Field.values();
    private static final Form[] FORMS = Form.values();
    private static final byte ABSENT = -1;

    /** What is known of a topic. */
    private static final class Topic {
        private final String machine;
        private final JsonKind kind;
        private final byte[] origin;
        private final @Nullable Shape[] shapes = new Shape[SHAPES];
        private int misses;

        Topic(final String machine, final JsonKind kind, final byte[] origin) {
            this.machine = machine;
            this.kind = kind;
            this.origin = origin;
        }
    }

    private final Function<String, EntryReader.@Nullable Subject> subjects;
    private final Set<String> machines;
    private final String gateway;
    private final String source;
    private final int maxPayloadBytes;
    private final ValueScan scan;
    private final Map<String, Topic> topics = new HashMap<>();
    private final Words states = new Words(Signal.state("state", StateTable.PACKML));
    private final EventWriter writer = new EventWriter();

    // Numbers and not the constants: storing a reference costs more.
    private final byte[] forms = new byte[FIELDS.length];
    private final int[] starts = new int[FIELDS.length];
    private final int[] lengths = new int[FIELDS.length];

    private byte[] payload = {};
    private String correlationId = "";
    private long gatewayTimeNs;
    private Topic topic = new Topic("", JsonKind.STATE, payload);
    private boolean isShapeKnown;
    private long timeNs;
    private long milli;
    private double real;
    private int revision;
    private Word state = Word.NOTHING;
    private Mode mode = Mode.UNKNOWN;
    private Measure measure = Measure.GOOD;
    private Transition transition = Transition.STARTED;

    /**
     * @param machines paths that are known, asked anew for each message; of any other it reads nothing
     * @param subjects what a topic is about, if all of its payload's fields stand under their canonical names; null for any other
     */
    public EntryWalker(
            final String gateway,
            final String source,
            final Set<String> machines,
            final JsonLimits limits,
            final Function<String, EntryReader.@Nullable Subject> subjects) {
        this.gateway = gateway;
        this.source = source;
        this.machines = machines;
        this.subjects = subjects;
        this.maxPayloadBytes = Math.min(MAX_PAYLOAD_BYTES, limits.payloadBytes());
        this.scan = new ValueScan(limits.textChars());
    }

    /**
     * @param newPayload not copied: must not change while the message is offered
     * @param newCorrelationId of the message, empty if none; a field {@code traceparent} goes before it
     * @param newGatewayTimeNs time of the message at the gateway, also for an entry that may come without a time of its own
     * @return true if this is now the message with the payload's one event; false if the reader has to look at it
     */
    public boolean tryRead(
            final String mqttTopic,
            final byte[] newPayload,
            final String newCorrelationId,
            final long newGatewayTimeNs) {
        final Topic known = topics.get(mqttTopic);
        isShapeKnown = false;
        if (known == null || newPayload.length > maxPayloadBytes || !machines.contains(known.machine)) {
            return false;
        }
        topic = known;
        payload = newPayload;
        correlationId = newCorrelationId;
        gatewayTimeNs = newGatewayTimeNs;
        for (int i = 0; i < SHAPES; i++) {
            final Shape shape = known.shapes[i];
            if (shape == null) {
                return false;
            }
            if (isOf(shape)) {
                if (i > 0) {
                    known.shapes[i] = known.shapes[i - 1];
                    known.shapes[i - 1] = shape;
                }
                known.misses = 0;
                isShapeKnown = true;
                return isSound();
            }
        }
        return false;
    }

    /** Learns from a payload that {@link #tryRead} left to the reader, which has made one event of it and found no fault. */
    public void learn(final String mqttTopic, final byte[] taken) {
        if (isShapeKnown) {
            return;
        }
        Topic known = topics.get(mqttTopic);
        if (known == null && topics.size() < REMEMBERED_TOPICS) {
            final EntryReader.Subject subject = subjects.apply(mqttTopic);
            if (subject != null && machines.contains(subject.machine()) && Field.KINDS.contains(subject.kind())) {
                known = new Topic(
                        subject.machine(), subject.kind(), EventWriter.texts(subject.machine(), gateway, source));
                topics.put(mqttTopic, known);
            }
        }
        // Less and less often where no two payloads are alike.
        if (known == null || taken.length > maxPayloadBytes) {
            return;
        }
        known.misses++;
        if (known.misses > SHAPES && Integer.bitCount(known.misses) != 1) {
            return;
        }
        final Shape shape = Shape.of(taken, known.kind, scan);
        if (shape != null) {
            System.arraycopy(known.shapes, 0, known.shapes, 1, SHAPES - 1);
            known.shapes[0] = shape;
        }
    }

    private boolean isOf(final Shape shape) {
        Arrays.fill(forms, ABSENT);
        final byte[] object = payload;
        final Shape.Span[] before = shape.before();
        int at = 0;
        for (int i = 0; i < before.length; i++) {
            final Shape.Span span = before[i];
            if (!span.isAt(object, at) || !scan.tryScan(object, at + span.bytes().length)) {
                return false;
            }
            at = scan.end();
            final int field = shape.fields()[i];
            if (field != Shape.IGNORED && scan.form() != Form.NULL) {
                forms[field] = (byte) scan.form().ordinal();
                starts[field] = scan.start();
                lengths[field] = scan.length();
            }
        }
        return object.length - at == shape.end().length && Shape.isAt(object, at, shape.end());
    }

    /** True if there is no doubt about any field. */
    private boolean isSound() {
        return isTextOrAbsent(Field.TRACEPARENT)
                && length(Field.TRACEPARENT) <= MAX_CORRELATION_CHARS
                && isTextOrAbsent(Field.ID)
                && (hasText(Field.ID) || length(Field.ID) == 0 && !topic.kind.isIdNeeded())
                && isTimeSound()
                && switch (topic.kind) {
                    case STATE -> isStateSound();
                    case COUNTER -> isMeasureSound() && isFlagSound(Field.RESET) && isMilliSound(Field.VALUE);
                    case COUNT ->
                        isMeasureSound()
                                && isMilliSound(Field.QUANTITY)
                                && isTextOrAbsent(Field.ORDER)
                                && isTextOrAbsent(Field.OPERATION)
                                && isTextOrAbsent(Field.REASON);
                    case CONTEXT -> isContextSound();
                    case CONSUMPTION ->
                        isMilliSound(Field.QUANTITY)
                                && hasText(Field.MATERIAL)
                                && hasText(Field.LOT)
                                && isTextOrAbsent(Field.ORDER)
                                && isTextOrAbsent(Field.OPERATION);
                    case VALUE -> isValueSound();
                    default -> false;
                };
    }

    private boolean isTimeSound() {
        final Form form = form(Field.TIME);
        if (form == null) {
            timeNs = gatewayTimeNs;
            return !topic.kind.isTimeNeeded() && (form(Field.RESET) == null || hasText(Field.ID));
        }
        if (form == Form.TEXT) {
            timeNs = IsoTime.parse(payload, start(Field.TIME), length(Field.TIME));
            return timeNs >= JsonFields.EARLIEST_MS * 1_000_000 && timeNs < JsonFields.LATEST_MS * 1_000_000;
        }
        if (form != Form.WHOLE || length(Field.TIME) > MAX_WHOLE_DIGITS) {
            return false;
        }
        final long ms = whole(start(Field.TIME), start(Field.TIME) + length(Field.TIME));
        timeNs = ms * 1_000_000;
        return ms >= JsonFields.EARLIEST_MS && ms < JsonFields.LATEST_MS;
    }

    private boolean isStateSound() {
        final Form form = form(Field.STATE);
        final int start = start(Field.STATE);
        final int length = length(Field.STATE);
        if (form != Form.WHOLE
                && !(form == Form.TEXT
                        && length > 0
                        && isVisible(payload[start])
                        && isVisible(payload[start + length - 1]))) {
            return false;
        }
        final Word word = states.text(payload, start, length);
        if (word == null || word.state() == MachineState.UNKNOWN) {
            return false;
        }
        state = word;
        mode = Mode.UNKNOWN;
        if (form(Field.MODE) != null && length(Field.MODE) > 0) {
            final Mode said = constant(Field.MODE, MODES);
            if (said == null) {
                return false;
            }
            mode = said;
        }
        return isTextOrAbsent(Field.MODE) && isTextOrAbsent(Field.REASON);
    }

    private boolean isMeasureSound() {
        final Measure said = constant(Field.MEASURE, MEASURES);
        measure = said == null ? measure : said;
        return said != null;
    }

    private boolean isContextSound() {
        final Transition said = constant(Field.TRANSITION, TRANSITIONS);
        if (said == null || !isFlagSound(Field.CANCELLED) || !isRevisionSound()) {
            return false;
        }
        transition = said;
        return isTextOrAbsent(Field.OPERATION)
                && (said == Transition.STARTED ? hasText(Field.ORDER) : isTextOrAbsent(Field.ORDER));
    }

    private boolean isRevisionSound() {
        revision = 0;
        if (form(Field.REVISION) == null) {
            return true;
        }
        if (form(Field.REVISION) != Form.WHOLE || length(Field.REVISION) > 4) {
            return false;
        }
        revision = (int) whole(start(Field.REVISION), start(Field.REVISION) + length(Field.REVISION));
        return true;
    }

    private boolean isFlagSound(final Field field) {
        final Form form = form(field);
        return form == null || form == Form.TRUE || form == Form.FALSE;
    }

    /** In thousandths, half of one up. */
    private boolean isMilliSound(final Field field) {
        final Form form = form(field);
        final int start = start(field);
        final int end = start + length(field);
        int point = end;
        if (form == Form.DECIMAL) {
            point = start;
            while (payload[point] != '.') {
                point++;
            }
        } else if (form != Form.WHOLE) {
            return false;
        }
        milli = whole(start, point) * 1_000;
        int unit = 100;
        for (int at = point + 1; at < end && at <= point + 3; at++) {
            milli += (payload[at] - '0') * unit;
            unit /= 10;
        }
        if (point + 4 < end && payload[point + 4] >= '5') {
            milli++;
        }
        return point - start <= MAX_WHOLE_DIGITS;
    }

    /** A number, true or false, or a text. */
    private boolean isValueSound() {
        final Form form = form(Field.VALUE);
        if (form == null || !hasText(Field.NAME) || !isTextOrAbsent(Field.UNIT)) {
            return false;
        }
        return switch (form) {
            case TEXT -> isReal(Double.NaN);
            case TRUE -> isReal(1);
            case FALSE -> isReal(0);
            default -> isRealSound(form == Form.NEGATIVE);
        };
    }

    private boolean isReal(final double value) {
        real = value;
        return true;
    }

    /** Up to fifteen digits and a power of ten are doubles to the bit, so that their quotient is the nearest double there is. */
    private boolean isRealSound(final boolean isNegative) {
        final int end = start(Field.VALUE) + length(Field.VALUE);
        long digits = 0;
        int count = 0;
        double divisor = 1;
        boolean isBehindPoint = false;
        for (int at = start(Field.VALUE) + (isNegative ? 1 : 0); at < end; at++) {
            if (payload[at] == '.') {
                isBehindPoint = true;
            } else {
                digits = digits * 10 + payload[at] - '0';
                divisor = isBehindPoint ? divisor * 10 : divisor;
                count++;
            }
        }
        real = (isNegative ? -digits : digits) / divisor;
        return count <= MAX_WHOLE_DIGITS;
    }

    private long whole(final int from, final int to) {
        long value = 0;
        for (int at = from; at < to; at++) {
            value = value * 10 + payload[at] - '0';
        }
        return value;
    }

    private <E extends Enum<E>> @Nullable E constant(final Field field, final E[] constants) {
        if (form(field) == Form.TEXT) {
            for (final E constant : constants) {
                if (isNamed(field, constant.name())) {
                    return constant;
                }
            }
        }
        return null;
    }

    private boolean isNamed(final Field field, final String name) {
        final int start = start(field);
        if (name.length() != length(field)) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            final byte said = payload[start + i];
            if ((said >= 'a' && said <= 'z' ? said - 'a' + 'A' : said) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isTextOrAbsent(final Field field) {
        final Form form = form(field);
        return form == null || form == Form.TEXT;
    }

    /** True if it is a text that is surely not blank. */
    private boolean hasText(final Field field) {
        if (form(field) == Form.TEXT) {
            final int start = start(field);
            for (int i = 0; i < length(field); i++) {
                if (isVisible(payload[start + i])) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isVisible(final byte ascii) {
        return ascii > ' ';
    }

    private @Nullable Form form(final Field field) {
        final int form = forms[field.ordinal()];
        return form == ABSENT ? null : FORMS[form];
    }

    private int start(final Field field) {
        return starts[field.ordinal()];
    }

    /** In bytes; 0 if it is absent. */
    private int length(final Field field) {
        return forms[field.ordinal()] == ABSENT ? 0 : lengths[field.ordinal()];
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public boolean isTelemetry() {
        return topic.kind == JsonKind.VALUE;
    }

    @Override
    public int write(final int index, final MutableDirectBuffer buffer) {
        writer.begin(buffer, 0, timeNs, gatewayTimeNs, SignalQuality.GOOD);
        switch (topic.kind) {
            case STATE -> {
                head(writer.stateChanged(state.state(), mode)).text(state.utf8());
                text(Field.REASON);
            }
            case COUNTER -> head(writer.counterReading(measure, form(Field.RESET) == Form.TRUE, milli));
            case COUNT -> {
                head(writer.countReport(measure, milli));
                text(Field.ORDER);
                text(Field.OPERATION);
                text(Field.REASON);
            }
            case CONTEXT -> {
                head(writer.orderContext(transition, form(Field.CANCELLED) == Form.TRUE, revision));
                text(Field.ORDER);
                text(Field.OPERATION);
            }
            case CONSUMPTION -> {
                head(writer.materialConsumed(milli));
                text(Field.MATERIAL);
                text(Field.LOT);
                text(Field.ORDER);
                text(Field.OPERATION);
            }
            case VALUE -> {
                head(writer.processValue(real));
                text(Field.NAME);
                if (form(Field.VALUE) == Form.TEXT) {
                    text(Field.VALUE);
                } else {
                    writer.noText();
                }
                text(Field.UNIT);
            }
            default -> throw new IllegalStateException(topic.kind + " is not read here");
        }
        return writer.length();
    }

    private EventWriter head(final EventWriter kind) {
        kind.encodedTexts(topic.origin);
        text(Field.ID);
        if (length(Field.TRACEPARENT) > 0) {
            text(Field.TRACEPARENT);
        } else {
            kind.text(correlationId.length() > MAX_CORRELATION_CHARS ? "" : correlationId);
        }
        return kind;
    }

    private void text(final Field field) {
        if (form(field) == null) {
            writer.noText();
        } else {
            writer.text(payload, start(field), length(field));
        }
    }
}
