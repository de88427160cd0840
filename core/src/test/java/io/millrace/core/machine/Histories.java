package io.millrace.core.machine;

/** Histories for tests of other packages. */
public final class Histories {
    private Histories() {}

    /** Keeps blocks as bytes, so that whatever is kept has been through the codec. */
    public static History inMemory() {
        return new MemoryHistory();
    }
}
