package io.millrace.ingest.csv;

import io.millrace.ingest.json.EntryFault;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalTranslator.Reading;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How fields are written.
 *
 * @param decimal {@code .} or {@code ,}
 * @param grouping between thousands, passed over; empty for none
 * @param nulls texts that say that there is no value. An empty field says nothing at all, unless it is among them
 * @param noOrder texts that say that no order runs
 */
public record CsvText(String decimal, String grouping, Set<String> nulls, Set<String> noOrder) {
    /** Historians export whole numbers with decimals. */
    private static final Pattern WHOLE = Pattern.compile("(-?\\d{1,18})\\.0*");

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,32}(\\.\\d{0,32})?([eE][+-]?\\d{1,3})?");

    public CsvText {
        nulls = Set.copyOf(nulls);
        noOrder = Set.copyOf(noOrder);
    }

    boolean isNull(final String field) {
        return nulls.contains(field.strip());
    }

    static boolean isNumber(final String number) {
        return NUMBER.matcher(number).matches();
    }

    /** The field as a number is written everywhere; what is no number stays as it is. */
    String number(final String field) {
        String text = field.strip();
        if (!grouping.isEmpty()) {
            text = text.replace(grouping, "");
        }
        return decimal.equals(",") ? text.replace(',', '.') : text;
    }

    /**
     * What a field says of a signal.
     *
     * @param isGood false: the source itself does not trust the value
     * @return null if it says nothing
     * @throws EntryFault if it cannot be what the signal says
     */
    @Nullable
    Reading reading(final CsvSignal signal, final String field, final boolean isGood) {
        final Signal.Kind kind = signal.signal().kind();
        final boolean isNoOrder = kind == Signal.Kind.ORDER && noOrder.contains(field.strip());
        if (isNoOrder && isGood) {
            return new Reading(signal.signal(), "");
        }
        if (field.isBlank() && !isNull(field)) {
            return null;
        }
        if (!isGood || isNull(field)) {
            // No value is not "no order".
            return kind == Signal.Kind.ORDER ? null : new Reading(signal.signal(), null);
        }
        return new Reading(signal.signal(), kind == Signal.Kind.COUNTER ? scaled(signal, field) : code(field));
    }

    private BigDecimal scaled(final CsvSignal signal, final String field) {
        final String number = number(field);
        if (!isNumber(number)) {
            throw new EntryFault(
                    Reason.IMPOSSIBLE_VALUE,
                    "counter " + signal.signal().address() + " is '"
                            + (field.length() <= 60 ? field : field.substring(0, 60) + "...")
                            + "': a number is expected; set decimal, grouping or null in the mapping if it is written so");
        }
        return new BigDecimal(number).multiply(signal.scale());
    }

    private String code(final String field) {
        final String number = number(field);
        final Matcher whole = WHOLE.matcher(number);
        return whole.matches() ? whole.group(1) : field.strip();
    }
}
