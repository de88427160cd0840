/** Whose time it was and what it was worth: time elements after ISO 22400-2, profiles that tell them apart, sums of them, and figures. */
@NullMarked
package io.millrace.core.figures;

import org.jspecify.annotations.NullMarked;
