/** Tests of {@code io.millrace.ingest.shdr.tcp}. */
@NullMarked
package io.millrace.ingest.shdr.tcp;

import org.jspecify.annotations.NullMarked;
