/** Who we are and whom we trust on connections with TLS, read from the files that certificates usually come in. */
@NullMarked
package io.millrace.ingest.tls;

import org.jspecify.annotations.NullMarked;
