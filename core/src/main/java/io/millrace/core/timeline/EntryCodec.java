package io.millrace.core.timeline;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.binary.StateFormatException;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import io.millrace.core.plant.OperationKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries as bytes, each time as the difference to the one before. Stateless. */
final class EntryCodec {
    private static final int READING = 1;
    private static final int REPORT = 2;
    private static final int SCRAP_MOVE = 3;
    private static final int STATE = 4;
    private static final int REASON = 5;
    private static final int CONTEXT = 6;
    private static final int NOTE = 7;
    private static final int VERDICT = 8;
    private static final int LABOUR = 9;
    private static final int CONSUMED = 10;

    private static final int NO_OPERATION = 0;
    private static final int OPERATION = 1;
    private static final int SAME_OPERATION = 2;

    /** Entries one behind the other. Most are of the operation of the one before: of those only that is written. */
    private static final class Run {
        private long before;
        private @Nullable OperationKey last;

        void write(final Entry entry, final BinaryWriter out) {
            EntryCodec.write(entry, before, this, out);
            before = entry.timeNs();
        }

        Entry read(final BinaryReader in) {
            final Entry entry = EntryCodec.read(before, this, in);
            before = entry.timeNs();
            return entry;
        }

        void operation(final @Nullable OperationKey operation, final BinaryWriter out) {
            if (operation == null) {
                out.u8(NO_OPERATION);
            } else if (operation.equals(last)) {
                out.u8(SAME_OPERATION);
            } else {
                last = operation;
                out.u8(OPERATION).text(operation.order()).text(operation.operation());
            }
        }

        @Nullable
        OperationKey operation(final BinaryReader in) {
            return switch (in.u8()) {
                case NO_OPERATION -> null;
                case OPERATION -> {
                    last = new OperationKey(in.text(), in.text());
                    yield last;
                }
                case SAME_OPERATION -> {
                    if (last == null) {
                        throw new StateFormatException("a timeline's first operation is that of the entry before it");
                    }
                    yield last;
                }
                default -> throw new StateFormatException("a timeline holds an operation that no version wrote");
            };
        }
    }

    /** The bytes of entries, kept: where the list has only grown since it was written, only what is new is encoded. Not thread-safe. */
    static final class Written {
        private final BinaryWriter bytes = new BinaryWriter();
        private Run run = new Run();
        private int count;

        /** The entries have changed other than by growing. */
        void forget() {
            bytes.clear();
            run = new Run();
            count = 0;
        }

        /** @param entries begin with those written before, unless they were forgotten */
        void write(final List<Entry> entries, final BinaryWriter out) {
            for (; count < entries.size(); count++) {
                run.write(entries.get(count), bytes);
            }
            out.number(count).all(bytes);
        }
    }

    private EntryCodec() {}

    static void write(final List<Entry> entries, final BinaryWriter out) {
        out.number(entries.size());
        final Run run = new Run();
        for (final Entry entry : entries) {
            run.write(entry, out);
        }
    }

    static ArrayList<Entry> read(final BinaryReader in) {
        final int count = in.count();
        final ArrayList<Entry> entries = new ArrayList<>(count);
        final Run run = new Run();
        for (int i = 0; i < count; i++) {
            entries.add(run.read(in));
        }
        return entries;
    }

    private static void write(final Entry entry, final long before, final Run run, final BinaryWriter out) {
        out.u8(kind(entry)).number(entry.timeNs() - before).fixed(entry.identity());
        if (entry instanceof Entry.Reading reading) {
            out.u8(reading.measure().code()).flag(reading.reset()).number(reading.valueMilli());
        } else if (entry instanceof Entry.Report report) {
            out.u8(report.measure().code()).number(report.quantityMilli());
            run.operation(report.operation(), out);
            out.text(report.reason());
        } else if (entry instanceof Entry.ScrapMove scrap) {
            out.number(scrap.quantityMilli());
            run.operation(scrap.operation(), out);
            out.text(scrap.reason());
        } else if (entry instanceof Entry.Verdict verdict) {
            out.u8(verdict.measure().code()).number(verdict.revision()).flag(verdict.accepted());
        } else if (entry instanceof Entry.Consumed consumed) {
            out.number(consumed.quantityMilli()).text(consumed.material()).text(consumed.lot());
            run.operation(consumed.operation(), out);
        } else if (entry instanceof Entry.Labour labour) {
            out.number(labour.durationNs());
            run.operation(labour.operation(), out);
        } else if (entry instanceof Entry.State state) {
            out.u8(state.state().code()).u8(state.mode().code());
            out.text(state.nativeState()).text(state.reason());
        } else if (entry instanceof Entry.Reason reason) {
            out.text(reason.reason());
        } else if (entry instanceof Entry.Context context) {
            out.u8(context.transition().code()).flag(context.cancelled()).number(context.revision());
            run.operation(context.operation(), out);
        }
    }

    private static int kind(final Entry entry) {
        if (entry instanceof Entry.Reading) {
            return READING;
        } else if (entry instanceof Entry.Report) {
            return REPORT;
        } else if (entry instanceof Entry.ScrapMove) {
            return SCRAP_MOVE;
        } else if (entry instanceof Entry.Verdict) {
            return VERDICT;
        } else if (entry instanceof Entry.Labour) {
            return LABOUR;
        } else if (entry instanceof Entry.Consumed) {
            return CONSUMED;
        } else if (entry instanceof Entry.State) {
            return STATE;
        } else if (entry instanceof Entry.Reason) {
            return REASON;
        } else if (entry instanceof Entry.Context) {
            return CONTEXT;
        }
        return NOTE;
    }

    private static Entry read(final long before, final Run run, final BinaryReader in) {
        final int kind = in.u8();
        final long timeNs = before + in.number();
        final long identity = in.fixed();
        return switch (kind) {
            case READING -> new Entry.Reading(timeNs, identity, Measure.of(in.u8()), in.flag(), in.number());
            case REPORT ->
                new Entry.Report(timeNs, identity, Measure.of(in.u8()), in.number(), run.operation(in), in.text());
            case SCRAP_MOVE -> new Entry.ScrapMove(timeNs, identity, in.number(), run.operation(in), in.text());
            case VERDICT -> new Entry.Verdict(timeNs, identity, Measure.of(in.u8()), (int) in.number(), in.flag());
            case CONSUMED -> new Entry.Consumed(timeNs, identity, in.number(), in.text(), in.text(), run.operation(in));
            case LABOUR -> new Entry.Labour(timeNs, identity, in.number(), run.operation(in));
            case STATE ->
                new Entry.State(timeNs, identity, MachineState.of(in.u8()), Mode.of(in.u8()), in.text(), in.text());
            case REASON -> new Entry.Reason(timeNs, identity, in.text());
            case CONTEXT ->
                new Entry.Context(
                        timeNs, identity, Transition.of(in.u8()), in.flag(), (int) in.number(), run.operation(in));
            case NOTE -> new Entry.Note(timeNs, identity);
            default -> throw new StateFormatException("a timeline holds an entry of unknown kind " + kind);
        };
    }

    static void operation(final @Nullable OperationKey operation, final BinaryWriter out) {
        out.flag(operation != null);
        if (operation != null) {
            out.text(operation.order()).text(operation.operation());
        }
    }

    static @Nullable OperationKey operation(final BinaryReader in) {
        return in.flag() ? new OperationKey(in.text(), in.text()) : null;
    }
}
