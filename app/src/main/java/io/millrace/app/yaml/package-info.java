/**
 * Reads YAML with a line and a column for whatever is wrong, and all of it at once. A file is walked as nodes; what it should
 * hold is said by {@link Form forms}, and secrets stay hidden in everything printed.
 */
@NullMarked
package io.millrace.app.yaml;

import org.jspecify.annotations.NullMarked;
