/** From nothing to a visible confirmation: brokers, a simulated plant, gateway and topologies as processes, and their story. */
@NullMarked
package io.millrace.app.demo;

import org.jspecify.annotations.NullMarked;
