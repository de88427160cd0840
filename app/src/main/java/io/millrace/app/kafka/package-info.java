/** Reading Millrace's topics, once from the beginning to their end or following them. */
@NullMarked
package io.millrace.app.kafka;

import org.jspecify.annotations.NullMarked;
