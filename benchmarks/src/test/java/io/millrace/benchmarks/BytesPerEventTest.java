package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.QualityType;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.event.SignalQuality;
import io.millrace.core.event.Transition;
import io.millrace.ingest.journal.JournalGroup;
import io.millrace.ingest.journal.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.junit.jupiter.api.Test;

/**
 * What a reference event of each kind takes up. These figures depend on no machine: a larger one is a price that every event of every
 * plant pays, so a change has to be made here, by hand.
 */
class BytesPerEventTest {
    private static final String MACHINE = "demo/berlin/press/line1/press1";
    private static final int GROUP_EVENTS = 64;

    /** @param sbe in its SBE form @param journal a record of its own in the journal @param kafka a record in a batch, uncompressed */
    private record Size(int sbe, int journal, int kafka) {}

    private static final Map<Fact, Size> SIZES = new LinkedHashMap<>();

    static {
        SIZES.put(new Fact.StateChanged(MachineState.EXECUTE, Mode.PRODUCTION, "6", "R01"), new Size(105, 144, 144));
        SIZES.put(new Fact.CounterReading(Measure.GOOD, false, 1_234_567_000), new Size(105, 144, 144));
        SIZES.put(new Fact.CountReport(Measure.SCRAP, 2_000, "4500012", "0010", "R01"), new Size(132, 168, 171));
        SIZES.put(new Fact.OrderContext(Transition.STARTED, false, 0, "4500012", "0010"), new Size(114, 152, 153));
        SIZES.put(new Fact.MaterialConsumed(1_250, "RM-0100", "L4711", "4500012", "0010"), new Size(142, 180, 181));
        SIZES.put(new Fact.LotProduced(100_000, "FG-0100", "L4712"), new Size(127, 164, 166));
        SIZES.put(new Fact.QualityRecord(QualityType.INSPECTION, 5_000, "L4712", "OK"), new Size(115, 152, 154));
        SIZES.put(
                new Fact.LabourRecorded(3_600_000_000_000L, "OP0007", "SETUP", "4500012", "0010"),
                new Size(141, 180, 180));
        SIZES.put(new Fact.ReasonAssigned(1_790_000_000_000_000_000L, "R01", "OP0007"), new Size(116, 152, 155));
        SIZES.put(new Fact.ScrapDeclared(2_000, "R01", "4500012", "0010"), new Size(131, 168, 170));
        SIZES.put(
                new Fact.Decision(DecisionType.QUARANTINE_ACCEPTED, "q-1", "OP0007", "checked"),
                new Size(118, 156, 157));
        SIZES.put(
                new Fact.SourceGap(1_790_000_000_000_000_000L, 1_790_000_060_000_000_000L, "offline"),
                new Size(120, 156, 159));
        SIZES.put(new Fact.ConnectionChanged(true, "connected"), new Size(107, 144, 146));
        SIZES.put(new Fact.Tick(), new Size(95, 132, 134));
        SIZES.put(new Fact.ProcessValue("temperature", 71.25, "", "Cel"), new Size(123, 160, 162));
        SIZES.put(
                Fact.MachineDefined.of(MACHINE, Authority.COUNTER, 0, 0, 60_000_000_000L, 120_000_000_000L),
                new Size(170, 208, 179));
        SIZES.put(
                Fact.OperationDefined.of(
                        "4500012",
                        "0010",
                        1_000_000,
                        ConfirmationPolicy.of(100_000, 0, true, CorrectionPolicy.REVERSAL),
                        "FG-0100",
                        "PCE"),
                new Size(168, 204, 177));
        SIZES.put(new Fact.ReasonDefined(0, ReasonCategory.FAILURE, "R01", "tool broken"), new Size(93, 132, 102));
        SIZES.put(new Fact.MaterialDefined(0, "FG-0100", "a housing", "PCE"), new Size(98, 136, 107));
        SIZES.put(new Fact.CalendarDefined(0, "demo/berlin", "Europe/Berlin", ""), new Size(103, 140, 112));
        SIZES.put(new Fact.ProfileDefined(0, "night", ""), new Size(82, 120, 91));
        SIZES.put(new Fact.PostingPeriodDefined(0, 20_000, "demo/berlin"), new Size(94, 132, 103));
    }

    @Test
    void shouldTakeAsManyBytesAsEver() {
        final Map<String, Size> expected = new LinkedHashMap<>();
        final Map<String, Size> actual = new LinkedHashMap<>();
        SIZES.forEach((fact, size) -> {
            expected.put(fact.getClass().getSimpleName(), size);
            actual.put(fact.getClass().getSimpleName(), size(event(fact)));
        });
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void shouldHaveAReferenceEventOfEachKind() {
        final List<Class<?>> kinds = new ArrayList<>();
        collect(Fact.class, kinds);
        assertThat(SIZES.keySet().stream().map(Object::getClass)).containsExactlyInAnyOrderElementsOf(kinds);
    }

    private static void collect(final Class<?> type, final List<Class<?>> kinds) {
        if (type.isRecord()) {
            kinds.add(type);
        } else {
            for (final Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, kinds);
            }
        }
    }

    @Test
    void shouldAddLittleToAnEventInAGroup() {
        final byte[] event = encoded(event(new Fact.CounterReading(Measure.GOOD, false, 1_234_567_000)));
        final JournalGroup group = new JournalGroup(1 << 20);
        group.begin(RecordType.EVENTS);
        for (int i = 0; i < GROUP_EVENTS; i++) {
            group.add(new UnsafeBuffer(event), 0, event.length);
        }
        // A header of 32 bytes for all of them, a length and up to three zeros for each.
        assertThat(group.lengthBytes()).isEqualTo(32 + GROUP_EVENTS * (4 + align(event.length)));
    }

    private static int align(final int length) {
        return (length + 3) / 4 * 4;
    }

    private static Event event(final Fact fact) {
        final boolean isDefinition = fact instanceof Fact.Definition;
        return new Event(
                new EventHead(
                        isDefinition ? "" : MACHINE,
                        "gw1",
                        17,
                        123_456,
                        "press-opcua",
                        fact instanceof Fact.Delta ? "E0000001" : "",
                        "",
                        1_790_000_000_123_456_789L,
                        1_790_000_000_124_000_000L,
                        SignalQuality.GOOD),
                fact);
    }

    private static byte[] encoded(final Event event) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final byte[] bytes = new byte[new EventEncoder().encode(event, buffer, 0)];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private static Size size(final Event event) {
        final byte[] bytes = encoded(event);
        final JournalGroup group = new JournalGroup(1 << 20);
        group.begin(RecordType.EVENTS);
        group.add(new UnsafeBuffer(bytes), 0, bytes.length);
        final int keyBytes = event.head().machine().getBytes(StandardCharsets.UTF_8).length;
        return new Size(
                bytes.length,
                group.lengthBytes(),
                DefaultRecord.sizeInBytes(1, 1, keyBytes, bytes.length, new Header[0]));
    }
}
