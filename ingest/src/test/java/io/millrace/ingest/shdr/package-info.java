/** Tests of {@code io.millrace.ingest.shdr}. */
@NullMarked
package io.millrace.ingest.shdr;

import org.jspecify.annotations.NullMarked;
