package io.millrace.core.aggregate;

/**
 * What a part adds to the figures of a whole: it replaces what the same part added before.
 *
 * @param scope of the whole
 * @param part names it among the parts of the whole
 * @param asOfNs how far time had come
 */
public record Contribution(Scope scope, Period period, String part, Aggregate aggregate, long asOfNs) {}
