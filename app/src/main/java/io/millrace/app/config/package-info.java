/** What {@code millrace.yaml} and its neighbours say: immutable records, checked once and as a whole. */
@NullMarked
package io.millrace.app.config;

import org.jspecify.annotations.NullMarked;
