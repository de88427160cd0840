package io.millrace.core.plant;

import io.millrace.core.event.Fact;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The master data in force, folded from definition events: of several for the same thing the one with the latest effective date
 * holds, and of equal dates the one heard last. Not thread-safe.
 */
public final class Definitions {
    private final Map<String, Fact.Definition> byKey = new LinkedHashMap<>();

    /** @return true if it changed what holds */
    public boolean apply(final Fact.Definition definition) {
        final String key = key(definition);
        final Fact.Definition held = byKey.get(key);
        if (held != null && (held.effectiveFromNs() > definition.effectiveFromNs() || held.equals(definition))) {
            return false;
        }
        byKey.put(key, definition);
        return true;
    }

    public Fact.@Nullable MachineDefined machine(final String path) {
        return (Fact.MachineDefined) byKey.get("machine/" + path);
    }

    public Fact.@Nullable OperationDefined operation(final OperationKey operation) {
        return (Fact.OperationDefined) byKey.get("operation/" + operation.text());
    }

    public Fact.@Nullable ReasonDefined reason(final String code) {
        return (Fact.ReasonDefined) byKey.get("reason/" + code);
    }

    public Collection<Fact.Definition> all() {
        return byKey.values();
    }

    /** What a definition defines: the key it replaces an earlier one under. */
    public static String key(final Fact.Definition definition) {
        if (definition instanceof Fact.MachineDefined machine) {
            return "machine/" + machine.path();
        } else if (definition instanceof Fact.OperationDefined operation) {
            return "operation/" + new OperationKey(operation.order(), operation.operation()).text();
        } else if (definition instanceof Fact.ReasonDefined reason) {
            return "reason/" + reason.code();
        } else if (definition instanceof Fact.MaterialDefined material) {
            return "material/" + material.material();
        }
        throw new IllegalStateException("no key for " + definition.getClass());
    }
}
