package io.millrace.benchmarks.path;

/** Ways from thread to thread: the ring by how its reader waits, queues, Agrona's queue by how its reader waits. */
public enum ChannelKind {
    DISRUPTOR_BLOCKING,
    DISRUPTOR_SLEEPING,
    DISRUPTOR_YIELDING,
    DISRUPTOR_BUSY_SPIN,
    ARRAY_BLOCKING_QUEUE,
    LINKED_TRANSFER_QUEUE,
    AGRONA_YIELDING,
    AGRONA_BUSY_SPIN
}
