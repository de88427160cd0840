package io.millrace.perf.plant;

/** What a counter or a count report counts. */
public enum Measure {
    GOOD,
    SCRAP;

    /** The name in canonical JSON. */
    public String wireName() {
        return this == GOOD ? "good" : "scrap";
    }
}
