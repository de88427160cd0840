/** The simulated plant as a process: its parts put together, told what to do by lines of text, telling what it did as lines of JSON. */
@NullMarked
package io.millrace.perf;

import org.jspecify.annotations.NullMarked;
