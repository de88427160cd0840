/** Commands of this program as processes of their own: started, watched, killed. */
@NullMarked
package io.millrace.app.process;

import org.jspecify.annotations.NullMarked;
