package io.millrace.ingest.opcua;

import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * Calls on many nodes, so many at a time as the server takes. A call that is refused as a whole is made again in halves, so that
 * neither a limit the server did not tell nor one node it stumbles over takes the others along.
 */
public final class Batches {
    private static final Set<Long> GONE = Set.of(
            StatusCodes.Bad_CommunicationError,
            StatusCodes.Bad_ConnectionClosed,
            StatusCodes.Bad_ConnectionRejected,
            StatusCodes.Bad_NotConnected,
            StatusCodes.Bad_SecureChannelClosed,
            StatusCodes.Bad_SecureChannelIdInvalid,
            StatusCodes.Bad_SessionClosed,
            StatusCodes.Bad_SessionIdInvalid,
            StatusCodes.Bad_SessionNotActivated,
            StatusCodes.Bad_Shutdown,
            StatusCodes.Bad_Timeout);

    private final BooleanSupplier stop;

    /** @param stop asked before each call */
    public Batches(final BooleanSupplier stop) {
        this.stop = stop;
    }

    /** One service call; as many answers as items, in their order. */
    public interface Call<I, O> {
        List<O> on(List<I> items) throws UaException;
    }

    /**
     * Ends early when told to stop.
     *
     * @param refused takes an item that makes the call fail even alone
     * @throws UaException if the server answers no more
     */
    public <I, O> void run(
            final List<I> items,
            final int size,
            final Call<I, O> call,
            final BiConsumer<I, O> answered,
            final BiConsumer<I, StatusCode> refused)
            throws UaException {
        for (int from = 0; from < items.size() && !stop.getAsBoolean(); from += size) {
            one(items.subList(from, Math.min(items.size(), from + size)), call, answered, refused);
        }
    }

    private <I, O> void one(
            final List<I> items,
            final Call<I, O> call,
            final BiConsumer<I, O> answered,
            final BiConsumer<I, StatusCode> refused)
            throws UaException {
        final List<O> answers;
        try {
            answers = call.on(items);
            if (answers.size() != items.size()) {
                throw new UaException(
                        StatusCodes.Bad_UnknownResponse, answers.size() + " answers on " + items.size() + " nodes");
            }
        } catch (final UaException failure) {
            if (isGone(failure)) {
                throw failure;
            }
            if (items.size() == 1) {
                refused.accept(items.get(0), failure.getStatusCode());
            } else if (!stop.getAsBoolean()) {
                one(items.subList(0, items.size() / 2), call, answered, refused);
                one(items.subList(items.size() / 2, items.size()), call, answered, refused);
            }
            return;
        }
        for (int i = 0; i < answers.size(); i++) {
            answered.accept(items.get(i), answers.get(i));
        }
    }

    /** The server answers no more: there is no use in another call. */
    public static boolean isGone(final UaException failure) {
        return GONE.contains(failure.getStatusCode().value());
    }
}
