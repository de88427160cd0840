package io.millrace.app.why;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.plant.Definitions;
import io.millrace.core.plant.OperationKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The definitions that were said, in their order, each with the event that brought it. Not thread-safe. */
final class MasterData {
    /** @param replaced how many definitions of the same thing and effective date it took the place of */
    record Said(Fact.Definition definition, EventHead head, int replaced) {}

    private final Map<String, List<Said>> byKey = new HashMap<>();

    /** @param event of a definition; said again unchanged, it says nothing */
    void take(final Event event) {
        final Fact.Definition definition = (Fact.Definition) event.fact();
        final List<Said> said = byKey.computeIfAbsent(Definitions.key(definition), key -> new ArrayList<>(1));
        int replaced = 0;
        for (int i = said.size() - 1; i >= 0; i--) {
            if (said.get(i).definition().effectiveFromNs() == definition.effectiveFromNs()) {
                if (said.get(i).definition().equals(definition)) {
                    return;
                }
                replaced = said.get(i).replaced() + 1;
                said.remove(i);
            }
        }
        said.add(new Said(definition, event.head(), replaced));
    }

    /** @return what holds at a time: what took effect last */
    @Nullable
    Said at(final String key, final long timeNs) {
        Said found = null;
        for (final Said said : byKey.getOrDefault(key, List.of())) {
            final long fromNs = said.definition().effectiveFromNs();
            if (fromNs <= timeNs
                    && (found == null || fromNs >= found.definition().effectiveFromNs())) {
                found = said;
            }
        }
        return found;
    }

    /** @return of the scopes that a machine lies in, what holds of the most specific one */
    @Nullable
    Said inScope(final String kind, final String machine, final long timeNs) {
        for (String scope = machine; ; scope = scope.substring(0, Math.max(0, scope.lastIndexOf('/')))) {
            final Said said = at(kind + scope, timeNs);
            if (said != null || scope.isEmpty()) {
                return said;
            }
        }
    }

    Fact.@Nullable MachineDefined machine(final String path, final long timeNs) {
        final Said said = at("machine/" + path, timeNs);
        return said == null ? null : (Fact.MachineDefined) said.definition();
    }

    /** How an operation is counted and confirmed does not change with the time of its events: the latest holds. */
    Fact.@Nullable OperationDefined operation(final OperationKey operation) {
        final Said said = at("operation/" + operation.text(), Long.MAX_VALUE);
        return said == null ? null : (Fact.OperationDefined) said.definition();
    }

    /** Lists what holds for a machine at a time, with effective date and the event that brought it. */
    void list(
            final String machine,
            final @Nullable OperationKey operation,
            final String reason,
            final long timeNs,
            final ArrayNode into) {
        final Fact.MachineDefined defined = machine(machine, timeNs);
        add(at("machine/" + machine, timeNs), into);
        if (operation != null) {
            add(at("operation/" + operation.text(), Long.MAX_VALUE), into);
        }
        add(inScope("calendar/", machine, timeNs), into);
        if (defined != null && !defined.profile().isEmpty()) {
            add(at("profile/" + defined.profile(), timeNs), into);
        }
        if (!reason.isEmpty()) {
            add(at("reason/" + reason, timeNs), into);
        }
        add(inScope("posting-period/", machine, timeNs), into);
    }

    private static void add(final @Nullable Said said, final ArrayNode into) {
        if (said != null) {
            final ObjectNode node = into.addObject();
            node.put("definition", Definitions.key(said.definition()));
            node.setAll(Records.of(said.definition()));
            if (said.replaced() > 0) {
                node.put("replaced", said.replaced());
            }
            Records.said(said.head(), node);
        }
    }
}
