/** How state is kept as bytes: variable-length numbers and text, a format byte before each value. */
@NullMarked
package io.millrace.core.binary;

import org.jspecify.annotations.NullMarked;
