/** Tests of {@code io.millrace.ingest.http}. */
@NullMarked
package io.millrace.ingest.http;

import org.jspecify.annotations.NullMarked;
