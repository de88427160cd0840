/** What happens to a gateway's intake in a plant: kills at each step, disks that are full, failing, or lose their power. */
@NullMarked
package io.millrace.ingest.fault;

import org.jspecify.annotations.NullMarked;
