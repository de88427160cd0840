/** Reading Millrace's topics, once from the beginning to their end or following them, and how far others have read. */
@NullMarked
package io.millrace.app.kafka;

import org.jspecify.annotations.NullMarked;
