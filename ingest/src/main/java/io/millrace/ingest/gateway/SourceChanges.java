package io.millrace.ingest.gateway;

import java.util.List;

/** Names of the sources that are not what they were before; all others have kept their connections. */
public record SourceChanges(List<String> added, List<String> changed, List<String> removed) {
    public SourceChanges {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }
}
