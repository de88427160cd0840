/** The doors of the gateway: what a source is, and where it puts what it hears. One sub-package a protocol. */
@NullMarked
package io.millrace.ingest.source;

import org.jspecify.annotations.NullMarked;
