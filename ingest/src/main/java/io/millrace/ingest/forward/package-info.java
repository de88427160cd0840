/**
 * From the journal to Kafka: one thread follows the journal, sends idempotently and remembers how far Kafka has acknowledged without
 * a hole. It never skips; what Kafka can never take becomes a dead letter.
 */
@NullMarked
package io.millrace.ingest.forward;

import org.jspecify.annotations.NullMarked;
