/**
 * The same job in other people's software, beside Millrace's: {@code millrace perf rivals}. Each is a program of its own, built from its
 * folder and started for its turn; this package sends, listens, and judges what came of it, over the wire only.
 */
@NullMarked
package io.millrace.app.rivals;

import org.jspecify.annotations.NullMarked;
