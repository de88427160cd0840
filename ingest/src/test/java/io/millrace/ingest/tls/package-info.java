/** Certificates for tests. */
@NullMarked
package io.millrace.ingest.tls;

import org.jspecify.annotations.NullMarked;
