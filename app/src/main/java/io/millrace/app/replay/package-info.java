/** The past once more: the events through the same topologies in a name space of their own, and how that differs from what is live. */
@NullMarked
package io.millrace.app.replay;

import org.jspecify.annotations.NullMarked;
