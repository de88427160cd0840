/**
 * Millrace's topics: read once from the beginning to their end, or followed, and how far others have read; and events of operators,
 * written as gateways do.
 */
@NullMarked
package io.millrace.app.kafka;

import org.jspecify.annotations.NullMarked;
