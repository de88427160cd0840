/** One small class for each thing the program can be asked to do; what a command does itself is elsewhere. */
@NullMarked
package io.millrace.app.command;

import org.jspecify.annotations.NullMarked;
