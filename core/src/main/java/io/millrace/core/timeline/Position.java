package io.millrace.core.timeline;

/** API first: body follows. */
public final class Position {}
