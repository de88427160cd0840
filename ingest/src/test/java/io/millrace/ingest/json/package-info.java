/** Tests of {@code io.millrace.ingest.json}. */
@NullMarked
package io.millrace.ingest.json;

import org.jspecify.annotations.NullMarked;
