/** Does it add up? What was made, counted and told, machine by machine, and whether that is in balance. */
@NullMarked
package io.millrace.app.report;

import org.jspecify.annotations.NullMarked;
