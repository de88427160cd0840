package io.millrace.app.config;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.ingest.csv.CsvEvent;
import io.millrace.ingest.csv.CsvFormat;
import io.millrace.ingest.csv.CsvMachine;
import io.millrace.ingest.csv.CsvMapping;
import io.millrace.ingest.csv.CsvMapping.Rows;
import io.millrace.ingest.csv.CsvSignal;
import io.millrace.ingest.csv.CsvText;
import io.millrace.ingest.csv.CsvTime;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads what the columns of a CSV file mean. */
final class CsvMappingReader {
    private static final BigDecimal LARGEST_SCALE = BigDecimal.valueOf(1_000_000_000);
    private static final int MOST_SKIPPED = 10_000;
    private static final List<String> USUAL_NULLS = List.of("NULL", "NaN", "UNAVAILABLE");

    private final Section root;
    private final SignalReader signals;

    CsvMappingReader(final Section root, final SignalReader signals) {
        this.root = root;
        this.signals = signals;
    }

    CsvMapping read() {
        final CsvFormat format = format();
        final Time time = root.section("time", CsvMappingReader::time);
        final String machineColumn = root.optional("machine-column", Forms.text(), "");
        return new CsvMapping(
                format,
                time.form,
                time.column,
                machineColumn,
                root.optional("order", Forms.oneOf(words("time", true, "file", false)), true),
                text(format),
                rows(machineColumn));
    }

    private CsvFormat format() {
        final char delimiter = root.optional("delimiter", character(), ',');
        final char quote = root.optional("quote", character(), '"');
        if (delimiter == quote) {
            root.fault("quote", "is the delimiter as well: one of them is another character");
        }
        return new CsvFormat(
                delimiter,
                quote,
                root.optional("skip-lines", Forms.whole(0, MOST_SKIPPED), 0),
                root.optional("header", Forms.flag(), true),
                root.optional("comment", Forms.text(), ""),
                root.optional("charset", charset(), StandardCharsets.UTF_8));
    }

    /** @param column of the times */
    private record Time(String column, CsvTime form) {}

    private static Time time(final Section section) {
        final String column = section.required("column", Forms.text());
        final ZoneId zone = section.optional("zone", Forms.zone(), ZoneId.of("UTC"));
        final CsvTime.Overlap overlap =
                section.optional("overlap", Forms.oneOf(CsvTime.Overlap.class), CsvTime.Overlap.EARLIER);
        final String form = section.optional(
                "format",
                Forms.text()
                        .where(
                                CsvMappingReader::isTimeForm,
                                "is no form of a time: write iso, epoch-s, epoch-ms, or a pattern like"
                                        + " dd.MM.yyyy HH:mm:ss.SSS"),
                CsvTime.ISO);
        return new Time(column, new CsvTime(isTimeForm(form) ? form : CsvTime.ISO, zone, overlap));
    }

    private static boolean isTimeForm(final String text) {
        try {
            new CsvTime(text, ZoneId.of("UTC"), CsvTime.Overlap.EARLIER);
            return true;
        } catch (final IllegalArgumentException noPattern) {
            return false;
        }
    }

    private CsvText text(final CsvFormat format) {
        final String decimal = root.optional("decimal", Forms.oneOf(words(".", ".", ",", ",")), ".");
        final String grouping =
                root.optional("grouping", character()).map(String::valueOf).orElse("");
        if (grouping.equals(decimal)) {
            root.fault("grouping", "is the decimal sign as well: remove it, or set decimal");
        }
        if (decimal.equals(",") && format.delimiter() == ',' && !root.has("delimiter")) {
            root.fault("decimal", "is the delimiter as well: set delimiter, most often to \";\"");
        }
        return new CsvText(decimal, grouping, texts("null", USUAL_NULLS), texts("no-order", List.of()));
    }

    private Set<String> texts(final String key, final List<String> usual) {
        return Set.copyOf(root.has(key) ? root.values(key, any()) : usual);
    }

    private Rows rows(final String machineColumn) {
        if (root.has("events")) {
            final List<CsvEvent> events = root.sections("events", each -> event(each, machineColumn));
            if (events.isEmpty()) {
                root.fault("events", "is empty: say which event a row is, or give machines");
            }
            if (root.has("machines")) {
                root.fault("machines", "does not go with events: put one of them into a mapping of its own");
            }
            return new Rows.Events(events);
        }
        final boolean isTall = root.has("tag-column") || root.has("value-column");
        final List<CsvMachine> machines =
                root.sections("machines", each -> machine(each, machineColumn, isTall ? "tag" : "column"));
        if (machines.isEmpty()) {
            root.fault("machines", "is empty: say which values which machine has, or give events");
        }
        if (!isTall) {
            return new Rows.Wide(machines);
        }
        final String tag = root.required("tag-column", Forms.text());
        final String value = root.required("value-column", Forms.text());
        final String quality = root.optional("quality-column", Forms.text(), "");
        final List<String> good = root.values("good", any());
        if (quality.isEmpty() == !good.isEmpty()) {
            root.fault("good", "goes with quality-column: say what stands in that column if a value can be trusted");
        }
        return new Rows.Tall(machines, tag, value, quality, Set.copyOf(good));
    }

    private CsvMachine machine(final Section section, final String machineColumn, final String addressKey) {
        final Map<String, BigDecimal> scales = new HashMap<>();
        final MachineSignals read =
                signals.machine(section, Forms.machine(), addressKey, (each, signal) -> scale(each, signal, scales));
        return new CsvMachine(
                read.machine(),
                named(section, machineColumn, read.machine()),
                read.signals().stream()
                        .map(signal -> new CsvSignal(signal, scales.getOrDefault(signal.address(), BigDecimal.ONE)))
                        .toList());
    }

    private static void scale(final Section section, final Signal signal, final Map<String, BigDecimal> scales) {
        section.optional("scale", factor()).ifPresent(scale -> {
            if (signal.kind() != Signal.Kind.COUNTER) {
                section.fault("scale", "is for counters only: remove it, or make the kind counter");
            }
            scales.put(signal.address(), scale);
        });
    }

    private static String named(final Section section, final String machineColumn, final String machine) {
        final String named = section.optional("named", Forms.text(), machine);
        if (section.has("named") && machineColumn.isEmpty()) {
            section.fault("named", "goes with machine-column: set it, or remove this");
        }
        return named;
    }

    private static CsvEvent event(final Section section, final String machineColumn) {
        final String machine = section.required("machine", Forms.machine());
        final String kind = section.required("kind", Forms.oneOf(JsonMappingReader.words()));
        return new CsvEvent(
                machine,
                named(section, machineColumn, machine),
                section.isSound("kind") ? JsonKind.valueOf(kind.toUpperCase(Locale.ROOT)) : JsonKind.STATE,
                section.section(
                        "fields",
                        each -> JsonMappingReader.fields(
                                each, section.isSound("kind") ? kind : "", Forms.text(), Set.of("time"))));
    }

    private static Form<Character> character() {
        return new Form<>(
                '\0',
                text -> switch (text) {
                    case "tab" -> '\t';
                    case "space" -> ' ';
                    default -> {
                        if (text.length() != 1
                                || text.charAt(0) > '~'
                                || text.charAt(0) < ' ' && text.charAt(0) != '\t') {
                            throw new IllegalArgumentException("\"" + text
                                    + "\" is not a character that can be used: write one like \";\", or tab");
                        }
                        yield text.charAt(0);
                    }
                },
                character -> character == '\t' ? "tab" : character == '\0' ? "none" : String.valueOf(character));
    }

    private static Form<Charset> charset() {
        final Map<String, Charset> known = new LinkedHashMap<>();
        for (final String name : List.of("UTF-8", "windows-1252", "ISO-8859-1", "ISO-8859-15")) {
            known.put(name, Charset.forName(name));
        }
        return Forms.oneOf(known);
    }

    private static Form<BigDecimal> factor() {
        return new Form<>(
                BigDecimal.ONE,
                text -> {
                    try {
                        final BigDecimal factor = new BigDecimal(text);
                        if (factor.signum() > 0 && factor.compareTo(LARGEST_SCALE) <= 0 && factor.scale() <= 12) {
                            return factor;
                        }
                    } catch (final NumberFormatException noNumber) {
                        // Said below, with the same words.
                    }
                    throw new IllegalArgumentException("\"" + text + "\" is not a factor: write a number of more than 0"
                            + " and at most " + LARGEST_SCALE.toPlainString() + ", with a point");
                },
                BigDecimal::toPlainString);
    }

    /** Any text, also an empty one. */
    private static Form<String> any() {
        return new Form<>("", text -> text, text -> text);
    }

    private static <T> Map<String, T> words(final String first, final T one, final String second, final T other) {
        final Map<String, T> words = new LinkedHashMap<>();
        words.put(first, one);
        words.put(second, other);
        return words;
    }
}
