package io.millrace.ingest.csv;

import java.nio.charset.Charset;

/**
 * How a file's bytes are rows and fields (RFC 4180, with other characters). A field in quotes may hold delimiters and line ends, and
 * quotes that are written twice.
 *
 * @param skipLines passed over at the file's beginning
 * @param hasHeader the first row after them names the columns; otherwise they are numbered from 1
 * @param comment lines that begin so are passed over; empty for none
 * @param charset of single bytes, or UTF-8: what ends a line must be a byte of its own
 */
public record CsvFormat(
        char delimiter, char quote, int skipLines, boolean hasHeader, String comment, Charset charset) {}
