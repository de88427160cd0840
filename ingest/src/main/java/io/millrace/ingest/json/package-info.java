/**
 * Canonical JSON, by whatever way it comes: a text to its entries, an entry to the event it states. What cannot be one is told with
 * field and remedy.
 */
@NullMarked
package io.millrace.ingest.json;

import org.jspecify.annotations.NullMarked;
