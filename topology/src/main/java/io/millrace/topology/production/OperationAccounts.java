package io.millrace.topology.production;

import io.millrace.core.ledger.OperationAccount;
import io.millrace.core.ledger.OperationAccount.Part;
import io.millrace.core.machine.Outputs.OperationProgress;
import io.millrace.core.plant.OperationKey;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.JsonIn;
import io.millrace.topology.record.JsonOut;
import java.util.Map;
import java.util.TreeMap;

/** The stored form of an operation's account. */
final class OperationAccounts {
    /** 2: with the newest news, and when it came. */
    private static final int FORMAT = 2;

    private OperationAccounts() {}

    static byte[] write(final OperationAccount account) {
        final JsonOut out = new JsonOut()
                .number("format", FORMAT)
                .operation(account.operation())
                .flag("finished", account.isFinished())
                .flag("plannedReached", account.isPlannedReached())
                .flag("overproduced", account.isOverproduced())
                .number("changed", account.changedMs());
        final OperationProgress newest = account.newest();
        if (newest != null) {
            out.binary("newest", Json.write(newest));
        }
        out.open("parts");
        // Sorted, so that equal accounts have equal bytes.
        for (final Map.Entry<String, Part> part : new TreeMap<>(account.parts()).entrySet()) {
            out.open(part.getKey())
                    .flag("open", part.getValue().open())
                    .flag("settled", part.getValue().settled())
                    .quantities("told", part.getValue().told())
                    .close();
        }
        return out.close().done();
    }

    /** @throws IllegalStateException if a newer program has written it */
    static OperationAccount read(final byte[] stored) {
        final JsonIn in = JsonIn.of(stored);
        final int format = in.integer("format");
        final OperationKey operation = in.operation();
        if (format > FORMAT) {
            throw new IllegalStateException("the account of operation " + operation + " has format " + format
                    + ", written by a newer program: run that version again");
        }
        return new OperationAccount(
                operation,
                in.object("parts").entries(OperationAccounts::part),
                in.has("newest") ? Json.operationProgress(in.binary("newest")) : null,
                in.has("changed") ? in.number("changed") : 0,
                in.flag("finished"),
                in.flag("plannedReached"),
                in.flag("overproduced"));
    }

    private static Part part(final JsonIn in) {
        return new Part(in.flag("open"), in.flag("settled"), in.quantities("told"));
    }
}
