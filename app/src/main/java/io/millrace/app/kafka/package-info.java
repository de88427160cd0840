/** Millrace's topics: read once from the beginning to their end, or followed; and events of operators, written as gateways do. */
@NullMarked
package io.millrace.app.kafka;

import org.jspecify.annotations.NullMarked;
