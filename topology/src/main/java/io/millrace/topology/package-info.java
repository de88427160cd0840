/** From events to milestones, aggregates and confirmations: Kafka Streams around the rules of {@code core}. */
@NullMarked
package io.millrace.topology;

import org.jspecify.annotations.NullMarked;
