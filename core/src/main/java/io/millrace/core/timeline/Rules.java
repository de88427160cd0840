package io.millrace.core.timeline;

import io.millrace.core.event.Authority;
import io.millrace.core.plant.OperationKey;
import org.jspecify.annotations.Nullable;

/** How a machine's entries are read: by the rules of their time, and by those of the operation they belong to. */
public interface Rules {
    CountingRules at(long timeNs);

    OperationRule of(OperationKey operation);

    /** Whose figures count; the others' are observed. */
    default Authority authority(final @Nullable OperationKey operation, final long timeNs) {
        final Authority machines = at(timeNs).authority();
        return operation == null ? machines : of(operation).authority(machines);
    }
}
