/**
 * Recorded machine data in MTConnect SHDR, the line protocol of machine adapters, read with the recording's own times: nothing here
 * looks at a clock.
 */
@NullMarked
package io.millrace.ingest.shdr;

import org.jspecify.annotations.NullMarked;
