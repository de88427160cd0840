/** Why does it say that? What lies behind a confirmation, a piece of time, a stop or a figure: events, contexts, master data, rules. */
@NullMarked
package io.millrace.app.why;

import org.jspecify.annotations.NullMarked;
