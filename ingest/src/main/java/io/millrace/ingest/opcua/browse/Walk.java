package io.millrace.ingest.opcua.browse;

import io.millrace.ingest.opcua.Batches;
import io.millrace.ingest.opcua.NodeAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.jspecify.annotations.Nullable;

/**
 * One walk, level by level: what is nearest to the root is found first when there is an end to it, and a node that several others
 * refer to has its place at the nearest. The standard's Server object, which tells of the server itself, is left out.
 */
final class Walk {
    private final Server server;
    private final Limits limits;
    private final Browse.Progress progress;
    private final BooleanSupplier stop;
    private final Batches batches;
    private final Types types;
    private final Map<NodeId, FoundNode> found = new LinkedHashMap<>();
    private final Map<NodeId, NodeId> typeOf = new HashMap<>();
    private final Set<NodeId> failed = new HashSet<>();
    private final List<NodeId> next = new ArrayList<>();
    private final List<NodeId> again = new ArrayList<>();
    private boolean isFull;
    private int variables;

    Walk(final Server server, final Limits limits, final Browse.Progress progress, final BooleanSupplier stop) {
        this.server = server;
        this.limits = limits;
        this.progress = progress;
        this.stop = stop;
        batches = new Batches(stop);
        types = new Types(server);
    }

    /** @throws IllegalArgumentException if there is no such root */
    Survey run() throws UaException {
        final NodeId rootId = NodeAddress.resolve(limits.root(), server.namespaces())
                .orElseThrow(() -> new IllegalArgumentException(
                        "the server has no node " + limits.root() + ": it does not know that namespace"));
        final FoundNode root = root(rootId);
        Survey.End end;
        String detail = "";
        try {
            end = walk(rootId);
        } catch (final UaException lost) {
            end = Survey.End.LOST;
            detail = Reading.failed(lost.getStatusCode()).value();
        }
        typeOf.forEach((node, type) -> found.get(node).types(types.hierarchy(type)));
        return new Survey(root, Recogniser.machines(root), found.size(), failed.size(), end, detail);
    }

    private FoundNode root(final NodeId id) throws UaException {
        final DataValue name = server.browseNames(List.of(id)).get(0);
        if (!(name.getValue().getValue() instanceof QualifiedName text)) {
            throw new IllegalArgumentException("the server has no node " + limits.root());
        }
        final FoundNode root = FoundNode.root(NodeAddress.of(id, server.namespaces()), server.name(text), false);
        found.put(id, root);
        return root;
    }

    /** Types and values are asked for as nodes are found: what is there when the walk is cut off is whole. */
    private Survey.End walk(final NodeId rootId) throws UaException {
        List<NodeId> level = List.of(rootId);
        for (int depth = 0; depth < limits.maxDepth() && !level.isEmpty() && isGoingOn(); depth++) {
            final List<NodeId> below = new ArrayList<>();
            for (int from = 0; from < level.size() && isGoingOn(); from += server.perBrowse()) {
                next.clear();
                part(level.subList(from, Math.min(level.size(), from + server.perBrowse())));
                below.addAll(next);
            }
            level = below;
        }
        if (stop.getAsBoolean()) {
            return Survey.End.STOPPED;
        }
        if (isFull) {
            return Survey.End.NODES;
        }
        return level.isEmpty() ? Survey.End.COMPLETE : Survey.End.DEPTH;
    }

    private void part(final List<NodeId> nodes) throws UaException {
        batches.run(nodes, nodes.size(), this::browse, (node, done) -> {}, (node, status) -> failed.add(node));
        for (final NodeId node : List.copyOf(again)) {
            batches.run(List.of(node), 1, this::browse, (same, done) -> {}, (same, status) -> failed.add(same));
        }
        failed.addAll(again);
        again.clear();
        types.learn(next.stream().map(typeOf::get).filter(Objects::nonNull).toList());
        values(next.stream().filter(node -> found.get(node).isVariable()).toList());
    }

    private boolean isGoingOn() {
        return !isFull && !stop.getAsBoolean();
    }

    /** Takes the answers with all their continuations; the result means nothing. */
    private List<Boolean> browse(final List<NodeId> nodes) throws UaException {
        if (isFull) {
            return nodes.stream().map(node -> true).toList();
        }
        final List<BrowseResult> results = server.below(nodes);
        final List<Boolean> done = new ArrayList<>();
        for (int i = 0; i < results.size() && i < nodes.size(); i++) {
            take(nodes.get(i), results.get(i), nodes.size() > 1);
            done.add(true);
        }
        progress.at(found.size(), variables);
        return done;
    }

    private void take(final NodeId node, final BrowseResult first, final boolean isOneOfMany) throws UaException {
        if (first.getStatusCode().value() == StatusCodes.Bad_NoContinuationPoints && isOneOfMany) {
            again.add(node);
            return;
        }
        again.remove(node);
        @Nullable BrowseResult result = first;
        while (result != null) {
            if (result.getStatusCode().isBad()) {
                failed.add(node);
            }
            final ReferenceDescription @Nullable [] references = result.getReferences();
            if (references != null) {
                for (final ReferenceDescription reference : references) {
                    add(node, reference);
                }
            }
            result = continuation(node, result.getContinuationPoint());
        }
    }

    private @Nullable BrowseResult continuation(final NodeId node, final @Nullable ByteString point)
            throws UaException {
        if (point == null || point.isNullOrEmpty()) {
            return null;
        }
        try {
            if (isGoingOn()) {
                return server.next(point);
            }
            server.release(point);
        } catch (final UaException failure) {
            if (Batches.isGone(failure)) {
                throw failure;
            }
            failed.add(node);
        }
        return null;
    }

    private void add(final NodeId parent, final ReferenceDescription reference) {
        final Optional<NodeId> id = reference.getNodeId().isLocal()
                ? reference.getNodeId().toNodeId(server.namespaces())
                : Optional.empty();
        if (id.isEmpty() || found.containsKey(id.get()) || NodeIds.Server.equals(id.get())) {
            return;
        }
        if (found.size() >= limits.maxNodes()) {
            isFull = true;
            return;
        }
        final boolean isVariable = reference.getNodeClass() == NodeClass.Variable;
        final FoundNode above = found.get(parent);
        if (above == null) {
            throw new IllegalStateException("browsed before it was found: " + parent);
        }
        found.put(
                id.get(),
                above.add(
                        NodeAddress.of(id.get(), server.namespaces()),
                        server.name(reference.getBrowseName()),
                        isVariable));
        next.add(id.get());
        if (isVariable) {
            variables++;
        } else if (reference.getTypeDefinition() != null) {
            reference.getTypeDefinition().toNodeId(server.namespaces()).ifPresent(type -> typeOf.put(id.get(), type));
        }
    }

    private void values(final List<NodeId> nodes) throws UaException {
        batches.run(
                nodes,
                server.perRead(),
                server::values,
                (node, data) -> found.get(node).reading(Reading.of(data, server::decoded)),
                (node, status) -> {
                    failed.add(node);
                    found.get(node).reading(Reading.failed(status));
                });
    }
}
