/**
 * How it performs, measured by a command that anybody can repeat: {@code millrace perf scale} lets a plant's year pass through the
 * production topology in its own process.
 */
@NullMarked
package io.millrace.app.perf;

import org.jspecify.annotations.NullMarked;
