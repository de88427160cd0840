package io.millrace.ingest.csv;

import io.millrace.ingest.signal.Signal;
import java.math.BigDecimal;

/**
 * @param signal its address is a column's name or number, or a tag
 * @param scale what a counter's value is multiplied with
 */
public record CsvSignal(Signal signal, BigDecimal scale) {}
