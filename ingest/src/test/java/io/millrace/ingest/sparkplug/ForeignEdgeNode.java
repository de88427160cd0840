package io.millrace.ingest.sparkplug;

/** Edge node {@code Berlin/line2} with device {@code mill1} by an implementation that is not ours. Its counter begins at 100. */
interface ForeignEdgeNode extends AutoCloseable {
    /** Connects and gives its births. */
    void start() throws Exception;

    /** One unit more. */
    void count() throws Exception;

    void deviceDeath() throws Exception;

    void deviceBirth() throws Exception;

    /** Ends so that its server sends the will. */
    @Override
    void close();
}
