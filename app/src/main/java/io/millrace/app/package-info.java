/** The {@code millrace} command: where the program starts, what it can be asked to do, and how it ends. */
@NullMarked
package io.millrace.app;

import org.jspecify.annotations.NullMarked;
