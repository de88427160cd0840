package io.millrace.ingest.csv;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.event.Event;
import io.millrace.ingest.csv.CsvMapping.Rows;
import io.millrace.ingest.files.MachineFacts;
import io.millrace.ingest.files.Playback.Said;
import io.millrace.ingest.json.EntryFault;
import io.millrace.ingest.json.EntryReader;
import io.millrace.ingest.json.JsonFields;
import io.millrace.ingest.signal.SignalTranslator.Reading;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** From one row to what it says. Remembers only which tags it has met; one thread. */
final class RowReader {
    /** Something said at an instant: readings of a machine that are put together with others of that instant, or an event. */
    sealed interface Item {
        long timeNs();

        record Value(long timeNs, String machine, Reading reading) implements Item {}

        record Whole(Said said) implements Item {
            @Override
            public long timeNs() {
                return said.timeNs();
            }
        }
    }

    private record Target(String machine, String named, CsvSignal signal) {}

    private static final long NS_PER_S = 1_000_000_000L;
    private static final Set<String> NUMBERS = Set.of("value", "quantity", "seconds", "revision");

    private final CsvMapping mapping;
    private final EntryReader events;
    private final List<Target> wide = new ArrayList<>();
    private final Map<String, List<Target>> tall = new HashMap<>();
    private final Set<String> unmet = new LinkedHashSet<>();

    RowReader(final CsvMapping mapping, final Set<String> known) {
        this.mapping = mapping;
        this.events = new EntryReader("", "", known);
        if (mapping.rows() instanceof Rows.Wide rows) {
            targets(rows.machines()).forEach(wide::add);
        } else if (mapping.rows() instanceof Rows.Tall rows) {
            for (final Target target : targets(rows.machines())) {
                final String tag = target.signal.signal().address();
                tall.computeIfAbsent(tag, name -> new ArrayList<>()).add(target);
                unmet.add(tag);
            }
        }
    }

    private static List<Target> targets(final List<CsvMachine> machines) {
        return machines.stream()
                .flatMap(machine -> machine.signals().stream()
                        .map(signal -> new Target(machine.machine(), machine.named(), signal)))
                .toList();
    }

    /** The columns that are needed. */
    Set<String> columns() {
        final Set<String> columns = new LinkedHashSet<>(List.of(mapping.timeColumn()));
        columns.add(mapping.machineColumn());
        if (mapping.rows() instanceof Rows.Tall rows) {
            columns.addAll(List.of(rows.tagColumn(), rows.valueColumn(), rows.qualityColumn()));
        } else if (mapping.rows() instanceof Rows.Events rows) {
            rows.events().forEach(event -> event.fields().values().stream()
                    .filter(field -> !field.startsWith("="))
                    .forEach(columns::add));
        } else {
            wide.forEach(target -> columns.add(target.signal.signal().address()));
        }
        columns.remove("");
        return columns;
    }

    /** Mapped tags that no row has named. */
    Set<String> unmetTags() {
        return unmet;
    }

    /**
     * @param latestNs nothing can be later
     * @param refused told of each value that cannot be what it should be: machine, and why; the others are taken
     * @throws EntryFault if the whole row cannot be taken
     */
    List<Item> read(
            final List<String> fields,
            final CsvColumns columns,
            final long latestNs,
            final BiConsumer<String, EntryFault> refused) {
        final String machine = mapping.machineColumn().isEmpty()
                ? ""
                : columns.field(fields, mapping.machineColumn()).strip();
        final List<Item> items = new ArrayList<>();
        if (mapping.rows() instanceof Rows.Tall rows) {
            final String tag = columns.field(fields, rows.tagColumn()).strip();
            unmet.remove(tag);
            final List<Target> targets = tall.getOrDefault(tag, List.of());
            if (!targets.isEmpty()) {
                final boolean isGood = rows.qualityColumn().isEmpty()
                        || rows.good()
                                .contains(columns.field(fields, rows.qualityColumn())
                                        .strip());
                final String value = columns.field(fields, rows.valueColumn());
                add(targets, target -> value, isGood, machine, time(fields, columns, latestNs), refused, items);
            }
        } else if (mapping.rows() instanceof Rows.Events rows) {
            for (final CsvEvent event : rows.events()) {
                if (isAbout(event.named(), machine)) {
                    addEvent(event, fields, columns, latestNs, refused, items);
                }
            }
        } else {
            add(
                    wide,
                    target -> columns.field(fields, target.signal.signal().address()),
                    true,
                    machine,
                    time(fields, columns, latestNs),
                    refused,
                    items);
        }
        return items;
    }

    private interface FieldOf {
        String of(Target target);
    }

    private void add(
            final List<Target> targets,
            final FieldOf field,
            final boolean isGood,
            final String machine,
            final long timeNs,
            final BiConsumer<String, EntryFault> refused,
            final List<Item> items) {
        for (final Target target : targets) {
            if (!isAbout(target.named, machine)) {
                continue;
            }
            try {
                final Reading reading = mapping.text().reading(target.signal, field.of(target), isGood);
                if (reading != null) {
                    check(reading);
                    items.add(new Item.Value(timeNs, target.machine, reading));
                }
            } catch (final EntryFault fault) {
                refused.accept(target.machine, fault);
            }
        }
    }

    private static void check(final Reading reading) {
        final String fault = MachineFacts.fault(reading);
        if (!fault.isEmpty()) {
            throw new EntryFault(Reason.IMPOSSIBLE_VALUE, fault);
        }
    }

    private boolean isAbout(final String named, final String machine) {
        return mapping.machineColumn().isEmpty() || named.equals(machine);
    }

    private void addEvent(
            final CsvEvent event,
            final List<String> fields,
            final CsvColumns columns,
            final long latestNs,
            final BiConsumer<String, EntryFault> refused,
            final List<Item> items) {
        try {
            final long timeNs = time(fields, columns, latestNs);
            final JsonFields canonical = new JsonFields(name -> value(event, name, timeNs, fields, columns), true);
            final Event read = events.read(
                    new EntryReader.Subject(event.machine(), event.kind(), StateTable.PACKML),
                    canonical,
                    id -> id.isBlank() ? "" : id,
                    new EntryReader.Arrival("", timeNs));
            items.add(new Item.Whole(new Said(
                    event.machine(),
                    timeNs,
                    read.head().sourceEventId(),
                    read.head().correlationId(),
                    List.of(read.fact()))));
        } catch (final EntryFault fault) {
            refused.accept(event.machine(), fault);
        }
    }

    private JsonFields.@Nullable Value value(
            final CsvEvent event,
            final String name,
            final long timeNs,
            final List<String> fields,
            final CsvColumns columns) {
        if (name.equals("time")) {
            return new JsonFields.Value(
                    TextNode.valueOf(Instant.ofEpochSecond(timeNs / NS_PER_S, timeNs % NS_PER_S)
                            .toString()),
                    true);
        }
        final String from = event.fields().get(name);
        if (from == null) {
            return null;
        }
        if (from.startsWith("=")) {
            return new JsonFields.Value(TextNode.valueOf(from.substring(1)), true);
        }
        final String field = columns.field(fields, from).strip();
        if (field.isEmpty() || mapping.text().isNull(field)) {
            return null;
        }
        final String text = canonical(name, field);
        return NUMBERS.contains(name) && CsvText.isNumber(text)
                ? new JsonFields.Value(DecimalNode.valueOf(new BigDecimal(text)), false)
                : new JsonFields.Value(TextNode.valueOf(text), true);
    }

    private String canonical(final String name, final String field) {
        if (name.equals("from")) {
            final long ns = mapping.time().parse(field);
            return Instant.ofEpochSecond(ns / NS_PER_S, ns % NS_PER_S).toString();
        }
        return NUMBERS.contains(name) ? mapping.text().number(field) : field;
    }

    private long time(final List<String> fields, final CsvColumns columns, final long latestNs) {
        final long timeNs = mapping.time().parse(columns.field(fields, mapping.timeColumn()));
        if (timeNs > latestNs) {
            throw new EntryFault(
                    Reason.IMPOSSIBLE_VALUE,
                    "time lies in the future, and with it all rows that follow would be too late: correct the row, or"
                            + " time.format and time.zone in the mapping");
        }
        return timeNs;
    }
}
