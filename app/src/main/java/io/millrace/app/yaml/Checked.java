package io.millrace.app.yaml;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a file says, or everything that is wrong with it.
 *
 * @param value null exactly if there are faults
 * @param faults in the order of lines
 * @param effective every value in force, defaults included, secrets masked: one {@code path: value} each
 */
public record Checked<T>(@Nullable T value, List<Fault> faults, List<String> effective) {
    public Checked {
        faults = List.copyOf(faults);
        effective = List.copyOf(effective);
    }

    public boolean isSound() {
        return value != null;
    }

    /** @throws Failure that names every fault, one a line */
    public T orThrow() {
        if (value == null) {
            throw new Failure(
                    ExitCode.USAGE,
                    faults.stream()
                            .map(Fault::toString)
                            .collect(Collectors.joining("\n", "the configuration cannot be used:\n", "")));
        }
        return value;
    }
}
