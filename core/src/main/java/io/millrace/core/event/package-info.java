/** The canonical event: what a machine, an MES or a person said, with both its identities, and its SBE form. */
@NullMarked
package io.millrace.core.event;

import org.jspecify.annotations.NullMarked;
