package io.millrace.ingest.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.millrace.ingest.files.ByteLines;
import io.millrace.ingest.files.FileLimits;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file. A row that cannot be read costs the line it begins in and no other: a quote that is never closed must not
 * swallow the rest of the file. One thread.
 */
final class CsvRows implements AutoCloseable {
    /**
     * @param origin file and line of its beginning
     * @param fields none if it could not be read
     * @param reason why it could not be read; null if it could
     */
    record Row(String origin, List<String> fields, byte[] bytes, @Nullable Reason reason, String detail) {}

    private record Line(String origin, byte[] bytes, boolean isCut) {}

    private final ByteLines lines;
    private final CsvFormat format;
    private final FileLimits limits;
    private final CsvReader.CsvReaderBuilder reader;
    /** Lines that were tried as the rest of a row and are none. */
    private final Deque<Line> again = new ArrayDeque<>();

    private boolean isBrokenTold;

    CsvRows(final Path file, final CsvFormat format, final FileLimits limits) throws IOException {
        this.format = format;
        this.limits = limits;
        this.reader = CsvReader.builder()
                .fieldSeparator(format.delimiter())
                .quoteCharacter(format.quote())
                .allowUnclosedQuote(false);
        this.lines = new ByteLines(file, limits.lineBytes());
        for (int i = 0; i < format.skipLines() && lines.next(); i++) {
            // Passed over.
        }
    }

    /** @return null at the end */
    @Nullable
    Row next() throws IOException {
        Line line = line();
        while (line != null && isPassedOver(line)) {
            line = line();
        }
        if (line == null) {
            return brokenEnd();
        }
        if (line.isCut) {
            return fault(
                    line, Reason.TOO_LARGE, "longer than " + limits.lineBytes() + " bytes: the letter keeps these");
        }
        final Row row = parsed(line.origin, line.bytes);
        if (row.reason == null || !isOpen(line.bytes)) {
            return row;
        }
        return overLines(line);
    }

    private @Nullable Line line() throws IOException {
        if (!again.isEmpty()) {
            return again.pop();
        }
        return lines.next() ? new Line(lines.origin(), lines.bytes(), lines.isCut()) : null;
    }

    private boolean isPassedOver(final Line line) {
        final String text = text(line.bytes);
        return text.isBlank() || !format.comment().isEmpty() && text.startsWith(format.comment());
    }

    private Row overLines(final Line first) throws IOException {
        final ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first.bytes);
        final List<Line> taken = new ArrayList<>();
        boolean isOpen = true;
        while (isOpen) {
            final Line line = line();
            if (line == null) {
                break;
            }
            taken.add(line);
            joined.write('\n');
            joined.writeBytes(line.bytes);
            if (line.isCut || joined.size() > limits.lineBytes()) {
                break;
            }
            isOpen ^= isOpen(line.bytes);
        }
        final Row row = isOpen ? null : parsed(first.origin, joined.toByteArray());
        if (row != null && row.reason == null) {
            return row;
        }
        for (int i = taken.size() - 1; i >= 0; i--) {
            again.push(taken.get(i));
        }
        return fault(
                first,
                Reason.UNDECODABLE,
                "a quote " + format.quote() + " is opened that is not closed: correct it, or set quote in the mapping");
    }

    private Row parsed(final String origin, final byte[] bytes) {
        try {
            return new Row(origin, fields(text(bytes)), bytes, null, "");
        } catch (final CsvParseException noRow) {
            return fault(
                    new Line(origin, bytes, false),
                    Reason.UNDECODABLE,
                    "no CSV (" + noRow.getMessage() + "): correct it, or delimiter and quote in the mapping");
        }
    }

    /** The library takes the first row of a text and passes over what follows it, which must not be lost. */
    private List<String> fields(final String text) {
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return reader.ofSingleCsvRecord(text).getFields();
        }
        final List<CsvRecord> rows = reader.ofCsvRecord(text).stream().toList();
        if (rows.size() != 1) {
            throw new CsvParseException("a line ends outside of quotes");
        }
        return rows.get(0).getFields();
    }

    /** A compressed file that breaks off is told once; what came before it is taken. */
    private @Nullable Row brokenEnd() {
        if (isBrokenTold || lines.brokenBecause().isEmpty()) {
            return null;
        }
        isBrokenTold = true;
        return fault(new Line(lines.origin(), lines.bytes(), false), Reason.UNDECODABLE, lines.brokenBecause());
    }

    private static Row fault(final Line line, final Reason reason, final String detail) {
        return new Row(line.origin, List.of(), line.bytes, reason, detail);
    }

    /** In a field in quotes each quote comes twice: so an odd number leaves one open. */
    private boolean isOpen(final byte[] bytes) {
        boolean isOpen = false;
        for (final byte each : bytes) {
            isOpen ^= each == format.quote();
        }
        return isOpen;
    }

    private String text(final byte[] bytes) {
        final String text = new String(bytes, format.charset());
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    long linesRead() {
        return lines.number();
    }

    long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
