/** What is quarantined: read from the topic, shown, and what a decision makes of it. */
@NullMarked
package io.millrace.app.quarantine;

import org.jspecify.annotations.NullMarked;
