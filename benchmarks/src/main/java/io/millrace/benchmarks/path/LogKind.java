package io.millrace.benchmarks.path;

/** What messages are appended to. */
public enum LogKind {
    MILLRACE,
    CHRONICLE,
    FILE_CHANNEL
}
