/** Tests of {@code io.millrace.ingest.mqtt}. */
@NullMarked
package io.millrace.ingest.mqtt;

import org.jspecify.annotations.NullMarked;
