package io.millrace.app.config;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.ingest.mqtt.Umh;
import io.millrace.ingest.opcua.ValuePath;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Reads what a machine's values mean: signals, and the tables that state codes are looked up in. */
final class SignalReader {
    private static final BigDecimal LARGEST_SCALE = BigDecimal.valueOf(1_000_000);
    private static final int SCALE_DECIMALS = 9;

    private final Map<String, StateTable> tables = new LinkedHashMap<>();

    SignalReader() {
        for (final StateTable each :
                List.of(StateTable.PACKML, StateTable.TMC, StateTable.MACHINERY, StateTable.MTCONNECT, Umh.STATES)) {
            tables.put(each.name(), each);
        }
    }

    /** Form of a table's name; to be asked for once the plant's own are read. */
    Form<StateTable> table() {
        return Forms.oneOf(tables);
    }

    /** Adds the plant's own tables: {@code tables: { name: { code: STATE } }}. */
    void readTables(final Section root) {
        root.section("tables", section -> {
            for (final String name : section.keys()) {
                if (tables.containsKey(name)) {
                    section.fault(name, "is a table that Millrace brings: give yours another name");
                }
                tables.put(name, section.section(name, codes -> table(name, codes)));
            }
            return tables;
        });
    }

    private static StateTable table(final String name, final Section section) {
        final Map<String, MachineState> states = new LinkedHashMap<>();
        for (final MachineState each : MachineState.values()) {
            states.put(each.name(), each);
        }
        final Form<MachineState> state = Forms.oneOf(states);
        final Map<String, MachineState> codes = new LinkedHashMap<>();
        for (final String code : section.keys()) {
            codes.put(code.strip().toUpperCase(Locale.ROOT), section.required(code, state));
        }
        return new StateTable(name, codes);
    }

    /**
     * Reads {@code machine} and {@code signals} of one machine.
     *
     * @param addressKey what an address is called here: {@code node}, which may have members, or {@code metric}
     */
    MachineSignals machine(final Section section, final Form<String> path, final String addressKey) {
        return machine(section, path, addressKey, (each, signal) -> {});
    }

    /** @param more reads what a source's signals have besides */
    MachineSignals machine(
            final Section section,
            final Form<String> path,
            final String addressKey,
            final BiConsumer<Section, Signal> more) {
        final String machine = section.required("machine", path);
        final Meanings meanings = new Meanings();
        final Set<String> addresses = new HashSet<>();
        final List<Signal> signals = section.sections("signals", each -> {
            final String address = each.required(addressKey, Forms.text());
            final Signal signal = shape(each, signal(each, address, meanings), addressKey.equals("node"));
            if (!address.isEmpty() && !addresses.add(signal.place())) {
                each.fault(addressKey, "\"" + signal.place() + "\" is given twice for this machine: remove one");
            }
            more.accept(each, signal);
            return signal;
        });
        if (signals.isEmpty()) {
            section.fault("signals", "is empty: say which values the machine has");
        }
        return new MachineSignals(machine, signals);
    }

    /** Reads {@code machine} and {@code keys}, the signals by their address. */
    MachineSignals mapping(final Section section) {
        final String machine = section.required("machine", Forms.machine());
        final Meanings meanings = new Meanings();
        final List<Signal> signals = section.section("keys", keys -> {
            final List<Signal> read = new ArrayList<>();
            for (final String key : keys.keys()) {
                final Function<Section, Signal> reader = each -> shape(each, signal(each, key, meanings), false);
                read.add(keys.section(key, reader));
            }
            return read;
        });
        if (signals.isEmpty()) {
            section.fault("keys", "is empty: say which of the recording's keys are state, mode, counter or order");
        }
        return new MachineSignals(machine, signals);
    }

    private Signal signal(final Section section, final String address, final Meanings meanings) {
        final Signal.Kind kind = section.required("kind", Forms.oneOf(Signal.Kind.class));
        final Measure measure = measure(section, kind);
        if (section.isSound("kind") && (kind != Signal.Kind.COUNTER || section.isSound("measure"))) {
            meanings.add(section, kind, measure);
        }
        return new Signal(address, kind, measure, table(section, kind));
    }

    /** @param hasMembers values may be structures, arrays and enumerations, and are read as they come, so that they can be scaled */
    private static Signal shape(final Section section, final Signal signal, final boolean hasMembers) {
        if (!hasMembers) {
            return signal;
        }
        final Optional<BigDecimal> scale = section.optional("scale", scale());
        if (scale.isPresent() && signal.kind() != Signal.Kind.COUNTER) {
            section.fault("scale", "is for counters only: remove it, or make the kind counter");
        }
        final Signal scaled = signal.withScale(scale.orElse(BigDecimal.ONE));
        final boolean byName = section.optional("names", Forms.flag()).orElse(false);
        if (byName && signal.kind() == Signal.Kind.COUNTER) {
            section.fault("names", "makes no number: remove it from the counter");
        }
        final Signal part =
                scaled.withMember(section.optional("member", member()).orElse(""));
        return byName ? part.withNames() : part;
    }

    private static Form<String> member() {
        return new Form<>(
                "",
                text -> {
                    ValuePath.fault(text).ifPresent(fault -> {
                        throw new IllegalArgumentException(fault);
                    });
                    return Forms.text().parse().apply(text);
                },
                member -> member);
    }

    private static Form<BigDecimal> scale() {
        return new Form<>(
                BigDecimal.ONE,
                text -> {
                    try {
                        final BigDecimal scale = new BigDecimal(text);
                        if (scale.signum() > 0
                                && scale.compareTo(LARGEST_SCALE) <= 0
                                && scale.scale() <= SCALE_DECIMALS) {
                            return scale;
                        }
                    } catch (final NumberFormatException e) {
                        // Said below, with the same words.
                    }
                    throw new IllegalArgumentException(
                            "\"" + text
                                    + "\" is no scale: write a number of more than 0, up to 1000000, with at most nine decimals");
                },
                BigDecimal::toPlainString);
    }

    private static Measure measure(final Section section, final Signal.Kind kind) {
        if (kind == Signal.Kind.COUNTER) {
            return section.required("measure", Forms.oneOf(Measure.class));
        }
        if (section.optional("measure", Forms.oneOf(Measure.class)).isPresent()) {
            section.fault("measure", "is for counters only: remove it, or make the kind counter");
        }
        return Measure.GOOD;
    }

    private StateTable table(final Section section, final Signal.Kind kind) {
        if (kind == Signal.Kind.STATE) {
            return section.optional("table", Forms.oneOf(tables), StateTable.PACKML);
        }
        if (section.optional("table", Forms.oneOf(tables)).isPresent()) {
            section.fault("table", "is for states only: remove it, or make the kind state");
        }
        return StateTable.PACKML;
    }

    /** What a machine's values mean, each of them once. */
    private static final class Meanings {
        private final Set<String> seen = new HashSet<>();

        void add(final Section section, final Signal.Kind kind, final Measure measure) {
            final String meaning = kind == Signal.Kind.COUNTER
                    ? "counter of " + measure.name().toLowerCase(Locale.ROOT)
                    : kind.name().toLowerCase(Locale.ROOT);
            if (!seen.add(meaning)) {
                section.fault("kind", "is the machine's second " + meaning + ": one value can say it only, remove one");
            }
        }
    }
}
