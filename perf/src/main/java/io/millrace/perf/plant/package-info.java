/**
 * What happens on the shop floor: machines that make units, stop, change orders and sometimes misbehave, and the truth about it.
 * Pure: no clock, no network; the same seed and the same times give the same events.
 */
@NullMarked
package io.millrace.perf.plant;

import org.jspecify.annotations.NullMarked;
