/** How state lies in the stores: keys in the order of machine and time, and the memory RocksDB may take. */
@NullMarked
package io.millrace.topology.store;

import org.jspecify.annotations.NullMarked;
