package io.millrace.ingest.opcua.browse;

import java.util.List;

/**
 * A machine that follows a companion specification.
 *
 * @param node the object that stands for it
 * @param specifications which: {@code PackML}, {@code Machinery}, {@code Job Control}
 * @param signals each meaning once, what a source can take
 * @param notes sentences on what was recognised and cannot be taken, or not wholly
 */
public record FoundMachine(
        FoundNode node, List<String> specifications, List<FoundSignal> signals, List<String> notes) {}
