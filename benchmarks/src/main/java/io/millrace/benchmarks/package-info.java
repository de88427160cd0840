/** Each hot step beside what a user would otherwise use, measured with JMH, and the command that runs and shows it. */
@NullMarked
package io.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
