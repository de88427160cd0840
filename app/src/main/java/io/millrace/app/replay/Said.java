package io.millrace.app.replay;

import java.time.Instant;

/**
 * A statement that stands.
 *
 * @param time source time of what it says
 */
record Said(Instant time, byte[] value) {}
