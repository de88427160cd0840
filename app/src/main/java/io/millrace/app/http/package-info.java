/** What a running process tells over HTTP: whether it is ready, and its metrics. */
@NullMarked
package io.millrace.app.http;

import org.jspecify.annotations.NullMarked;
