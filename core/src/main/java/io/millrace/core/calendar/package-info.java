/**
 * When work is planned: shifts, breaks, holidays and exceptions in a site's time zone, by scope and validity, and which shift an
 * instant belongs to.
 */
@NullMarked
package io.millrace.core.calendar;

import org.jspecify.annotations.NullMarked;
