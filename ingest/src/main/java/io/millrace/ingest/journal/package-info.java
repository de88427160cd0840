/**
 * What is taken in is written here before it is acknowledged. The port is {@link io.millrace.ingest.journal.Journal}; Chronicle
 * Queue stands behind it and shows nowhere else. A message is one record, with a number and a checksum of its own.
 */
@NullMarked
package io.millrace.ingest.journal;

import org.jspecify.annotations.NullMarked;
