/** Sparkplug B 3.0 host application: births, aliases, sequence, deaths and STATE of edge nodes, read into canonical events. */
@NullMarked
package io.millrace.ingest.sparkplug;

import org.jspecify.annotations.NullMarked;
