/** The simulation, recorded and counted again by an attentive listener. */
@NullMarked
package io.millrace.perf.plant;

import org.jspecify.annotations.NullMarked;
