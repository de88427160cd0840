package io.millrace.ingest.opcua.browse;

import io.millrace.ingest.opcua.Batches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.jspecify.annotations.Nullable;

/** The names of object types, from each one up to where the standard's own begin. A type that cannot be had has no name. */
final class Types {
    private final Server server;
    /** Types are few: what a walk has found is completed even if it is told to stop. */
    private final Batches batches = new Batches(() -> false);

    private final Map<NodeId, TypeName> names = new HashMap<>();
    private final Map<NodeId, NodeId> above = new HashMap<>();
    private final Set<NodeId> asked = new HashSet<>();

    Types(final Server server) {
        this.server = server;
    }

    void learn(final Collection<NodeId> types) throws UaException {
        List<NodeId> level =
                types.stream().filter(Types::isNotStandard).filter(asked::add).toList();
        batches.run(
                level,
                server.perRead(),
                server::browseNames,
                (type, data) -> {
                    if (data.getValue().getValue() instanceof QualifiedName name) {
                        names.put(type, server.name(name));
                    }
                },
                (type, status) -> {});
        while (!level.isEmpty()) {
            batches.run(
                    level,
                    server.perBrowse(),
                    server::supertypes,
                    (type, result) -> supertype(result).ifPresent(parent -> above.put(type, parent)),
                    (type, status) -> {});
            level = level.stream()
                    .map(above::get)
                    .filter(type -> type != null && asked.add(type))
                    .toList();
        }
    }

    /** The type's own name first; a circle ends where it closes. */
    List<TypeName> hierarchy(final NodeId first) {
        final List<TypeName> types = new ArrayList<>();
        final Set<NodeId> seen = new HashSet<>();
        for (@Nullable NodeId type = first; type != null && seen.add(type); type = above.get(type)) {
            final TypeName name = names.get(type);
            if (name != null) {
                types.add(name);
            }
        }
        return types;
    }

    private Optional<NodeId> supertype(final BrowseResult result) {
        final ReferenceDescription @Nullable [] references = result.getReferences();
        if (references == null || references.length == 0) {
            return Optional.empty();
        }
        final Optional<NodeId> parent =
                references[0].getNodeId().toNodeId(server.namespaces()).filter(Types::isNotStandard);
        parent.ifPresent(type -> names.put(type, server.name(references[0].getBrowseName())));
        return parent;
    }

    private static boolean isNotStandard(final NodeId type) {
        return type.getNamespaceIndex().intValue() != 0;
    }
}
