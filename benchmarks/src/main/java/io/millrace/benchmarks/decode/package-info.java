/** From a source's bytes to values: ours beside what a user would otherwise use, on the same 256 messages that all differ. */
@NullMarked
package io.millrace.benchmarks.decode;

import org.jspecify.annotations.NullMarked;
