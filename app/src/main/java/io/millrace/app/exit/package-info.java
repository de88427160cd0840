/** How a run ends: the documented exit codes, and one sentence for whatever went wrong that names the remedy. */
@NullMarked
package io.millrace.app.exit;

import org.jspecify.annotations.NullMarked;
