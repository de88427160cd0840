/** Tests of {@code io.millrace.ingest.files}. */
@NullMarked
package io.millrace.ingest.files;

import org.jspecify.annotations.NullMarked;
