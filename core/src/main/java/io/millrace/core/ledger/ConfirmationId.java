package io.millrace.core.ledger;

import io.millrace.core.binary.NameUuid;
import io.millrace.core.plant.Activity;
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
            final Activity activityAfter,
            final @Nullable UUID reverses) {
        final String quantities = String.join(
                "|",
                operation.text(),
                machine,
                Integer.toString(number),
                kind.name(),
                Long.toString(toldAfter.goodMilli()),
                Long.toString(toldAfter.scrapMilli()),
                Long.toString(toldAfter.reworkMilli()),
                reverses == null ? "" : reverses.toString());
        final String name = activityAfter.isNone() ? quantities : quantities + "|" + times(activityAfter);
        return NameUuid.of(NAMESPACE, name.getBytes(StandardCharsets.UTF_8));
    }

    private static String times(final Activity activity) {
        return activity.setupNs() + "," + activity.machineNs() + "," + activity.interruptedNs() + ","
                + activity.labourNs();
    }
}
