package io.millrace.ingest.json;

import io.millrace.core.event.EventWriter;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.SignalQuality;
import io.millrace.core.event.Transition;
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
    private static final Constants<Measure> MEASURES = new Constants<>(Measure.values());
    private static final Constants<Mode> MODES = new Constants<>(Mode.values());
    private static final Constants<Transition> TRANSITIONS = new Constants<>(Transition.values());
    /** What must be a text, if it is there, by the kind's ordinal. */
    private static final long[] TEXTS =
            Arrays.stream(JsonKind.values()).mapToLong(EntryWalker::texts).toArray();

    private static final long[] POWERS = new long[MAX_WHOLE_DIGITS + 4];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

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
    private final FieldValues values;
    private final IsoTime isoTime = new IsoTime();
    private final Map<String, Topic> topics = new HashMap<>();
    private final Words states = new Words(Signal.state("state", StateTable.PACKML));
    private final EventWriter writer = new EventWriter();

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
        this.values = new FieldValues(scan);
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
            if (values.tryRead(newPayload, shape)) {
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

    /** True if there is no doubt about any field. */
    private boolean isSound() {
        return values.areTextsOrAbsent(TEXTS[topic.kind.ordinal()])
                && values.length(Field.TRACEPARENT) <= MAX_CORRELATION_CHARS
                && (values.hasText(Field.ID) || values.length(Field.ID) == 0 && !topic.kind.isIdNeeded())
                && isTimeSound()
                && switch (topic.kind) {
                    case STATE -> isStateSound();
                    case COUNTER -> isMeasureSound() && values.isFlagSound(Field.RESET) && isMilliSound(Field.VALUE);
                    case COUNT -> isMeasureSound() && isMilliSound(Field.QUANTITY);
                    case CONTEXT -> isContextSound();
                    case CONSUMPTION ->
                        isMilliSound(Field.QUANTITY) && values.hasText(Field.MATERIAL) && values.hasText(Field.LOT);
                    case VALUE -> isValueSound();
                    default -> false;
                };
    }

    private static long texts(final JsonKind kind) {
        return FieldValues.set(Field.TRACEPARENT, Field.ID)
                | switch (kind) {
                    case STATE -> FieldValues.set(Field.MODE, Field.REASON);
                    case COUNT -> FieldValues.set(Field.ORDER, Field.OPERATION, Field.REASON);
                    case CONTEXT, CONSUMPTION -> FieldValues.set(Field.ORDER, Field.OPERATION);
                    case VALUE -> FieldValues.set(Field.UNIT);
                    default -> 0;
                };
    }

    private boolean isTimeSound() {
        if (values.isAbsent(Field.TIME)) {
            timeNs = gatewayTimeNs;
            return !topic.kind.isTimeNeeded() && (values.isAbsent(Field.RESET) || values.hasText(Field.ID));
        }
        if (values.isText(Field.TIME)) {
            timeNs = isoTime.parse(payload, values.start(Field.TIME), values.length(Field.TIME));
            return timeNs >= JsonFields.EARLIEST_MS * 1_000_000 && timeNs < JsonFields.LATEST_MS * 1_000_000;
        }
        final long ms = values.digits(Field.TIME);
        timeNs = ms * 1_000_000;
        return values.is(Field.TIME, ValueScan.WHOLE) && ms >= JsonFields.EARLIEST_MS && ms < JsonFields.LATEST_MS;
    }

    private boolean isStateSound() {
        if (!values.is(Field.STATE, ValueScan.WHOLE) && !values.isStripped(Field.STATE)) {
            return false;
        }
        final Word word = states.text(payload, values.start(Field.STATE), values.length(Field.STATE));
        if (word == null || word.state() == MachineState.UNKNOWN) {
            return false;
        }
        state = word;
        mode = Mode.UNKNOWN;
        if (values.length(Field.MODE) > 0) {
            final Mode said = values.constant(Field.MODE, MODES);
            if (said == null) {
                return false;
            }
            mode = said;
        }
        return true;
    }

    private boolean isMeasureSound() {
        final Measure said = values.constant(Field.MEASURE, MEASURES);
        measure = said == null ? measure : said;
        return said != null;
    }

    private boolean isContextSound() {
        final Transition said = values.constant(Field.TRANSITION, TRANSITIONS);
        if (said == null || !values.isFlagSound(Field.CANCELLED) || !isRevisionSound()) {
            return false;
        }
        transition = said;
        return said != Transition.STARTED || values.hasText(Field.ORDER);
    }

    private boolean isRevisionSound() {
        final boolean isAbsent = values.isAbsent(Field.REVISION);
        revision = isAbsent ? 0 : (int) values.digits(Field.REVISION);
        return isAbsent || values.is(Field.REVISION, ValueScan.WHOLE) && values.length(Field.REVISION) <= 4;
    }

    /** In thousandths, half of one up. */
    private boolean isMilliSound(final Field field) {
        final long digits = values.digits(field);
        if (values.is(field, ValueScan.WHOLE)) {
            milli = digits * 1_000;
            return values.length(field) <= MAX_WHOLE_DIGITS;
        }
        if (!values.is(field, ValueScan.DECIMAL)) {
            return false;
        }
        final int scale = values.scale(field);
        milli = scale <= 3 ? digits * POWERS[3 - scale] : (digits / POWERS[scale - 4] + 5) / 10;
        return values.length(field) - 1 - scale <= MAX_WHOLE_DIGITS;
    }

    /** A number, true or false, or a text. */
    private boolean isValueSound() {
        if (values.isAbsent(Field.VALUE) || !values.hasText(Field.NAME)) {
            return false;
        }
        if (values.isText(Field.VALUE)) {
            real = Double.NaN;
        } else if (values.is(Field.VALUE, ValueScan.TRUE) || values.is(Field.VALUE, ValueScan.FALSE)) {
            real = values.is(Field.VALUE, ValueScan.TRUE) ? 1 : 0;
        } else {
            return isRealSound(values.is(Field.VALUE, ValueScan.NEGATIVE));
        }
        return true;
    }

    /** Up to fifteen digits and a power of ten are doubles to the bit, so that their quotient is the nearest double there is. */
    private boolean isRealSound(final boolean isNegative) {
        final long digits = values.digits(Field.VALUE);
        final int scale = values.scale(Field.VALUE);
        final double whole = isNegative ? -digits : digits;
        real = whole / POWERS[scale];
        return values.length(Field.VALUE) - (isNegative ? 1 : 0) - (scale > 0 ? 1 : 0) <= MAX_WHOLE_DIGITS;
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
            case COUNTER -> head(writer.counterReading(measure, values.is(Field.RESET, ValueScan.TRUE), milli));
            case COUNT -> {
                head(writer.countReport(measure, milli));
                text(Field.ORDER);
                text(Field.OPERATION);
                text(Field.REASON);
            }
            case CONTEXT -> {
                head(writer.orderContext(transition, values.is(Field.CANCELLED, ValueScan.TRUE), revision));
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
                if (values.isText(Field.VALUE)) {
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
        if (values.length(Field.TRACEPARENT) > 0) {
            text(Field.TRACEPARENT);
        } else {
            kind.text(correlationId.length() > MAX_CORRELATION_CHARS ? "" : correlationId);
        }
        return kind;
    }

    private void text(final Field field) {
        if (values.isAbsent(field)) {
            writer.noText();
        } else {
            writer.text(payload, values.start(field), values.length(field));
        }
    }
}
