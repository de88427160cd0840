/** The topics: their names, what they are configured with, and that they exist before anybody reads them. */
@NullMarked
package io.millrace.topology.topic;

import org.jspecify.annotations.NullMarked;
