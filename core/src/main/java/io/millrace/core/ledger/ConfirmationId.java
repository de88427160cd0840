package io.millrace.core.ledger;

import io.millrace.core.binary.NameUuid;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids derived from content, never assigned. */
public final class ConfirmationId {
    private static final UUID NAMESPACE = UUID.fromString("6f0c7f0e-2f3a-5c1e-9a57-6d696c6c7261");

    private ConfirmationId() {}

    /** The id of what a ledger (operation and machine) says with its {@code number}-th confirmation. */
    public static UUID of(
            final OperationKey operation,
            final String machine,
            final int number,
            final Confirmation.Kind kind,
            final Quantities toldAfter,
            final @Nullable UUID reverses) {
        final String name = String.join(
                "|",
                operation.text(),
                machine,
                Integer.toString(number),
                kind.name(),
                Long.toString(toldAfter.goodMilli()),
                Long.toString(toldAfter.scrapMilli()),
                Long.toString(toldAfter.reworkMilli()),
                reverses == null ? "" : reverses.toString());
        return NameUuid.of(NAMESPACE, name.getBytes(StandardCharsets.UTF_8));
    }
}
