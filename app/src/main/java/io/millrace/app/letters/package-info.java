/** Dead letters as an operator sees them: what was taken and not applied, what it would be today, and what was decided of it. */
@NullMarked
package io.millrace.app.letters;

import org.jspecify.annotations.NullMarked;
