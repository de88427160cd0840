/**
 * What others export as CSV - a historian's values, an MES's reports - read by a mapping: a value a row, a signal a column, or an event
 * a row.
 */
@NullMarked
package io.millrace.ingest.csv;

import org.jspecify.annotations.NullMarked;
