/** From a checked configuration to running parts: sources, a gateway, the topologies. */
@NullMarked
package io.millrace.app.run;

import org.jspecify.annotations.NullMarked;
