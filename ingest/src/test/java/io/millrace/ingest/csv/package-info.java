/** Tests of {@code io.millrace.ingest.csv}. */
@NullMarked
package io.millrace.ingest.csv;

import org.jspecify.annotations.NullMarked;
