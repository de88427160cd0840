package io.millrace.app.perf;

/** Takes encoded events as a gateway hands them to Kafka, in their order. The arrays are the sink's from then on. */
interface EventSink {
    /** @param key the machine's path */
    void event(byte[] key, byte[] value);

    /** Master data, for every partition. */
    void definition(byte[] value);
}
