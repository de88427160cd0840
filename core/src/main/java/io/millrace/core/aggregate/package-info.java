/**
 * Figures by machine, line, area, site, order and operation, and by shift, hour and day: what stands is added up, and what is restated is
 * taken out and put in again. Sums only; ratios are made of them when they are said.
 */
@NullMarked
package io.millrace.core.aggregate;

import org.jspecify.annotations.NullMarked;
