/** A machine's history by source time: what was said in which order it happened, and what follows from it. */
@NullMarked
package io.millrace.core.timeline;

import org.jspecify.annotations.NullMarked;
