/** The wires, against a real broker and a real OPC UA client. */
@NullMarked
package io.millrace.perf.wire;

import org.jspecify.annotations.NullMarked;
