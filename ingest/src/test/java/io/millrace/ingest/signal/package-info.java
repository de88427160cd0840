/** Tables and translation of signals. */
@NullMarked
package io.millrace.ingest.signal;

import org.jspecify.annotations.NullMarked;
