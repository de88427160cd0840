package io.millrace.ingest.opcua.browse;

/** An object type by its browse name: the namespace's URI and the name in it. */
public record TypeName(String namespace, String name) {}
