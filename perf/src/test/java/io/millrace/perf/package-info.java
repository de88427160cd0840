/** The plant as a process, against a real broker. */
@NullMarked
package io.millrace.perf;

import org.jspecify.annotations.NullMarked;
