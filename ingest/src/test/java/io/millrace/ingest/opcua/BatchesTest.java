package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.junit.jupiter.api.Test;

final class BatchesTest {
    private static final List<Integer> ITEMS = IntStream.range(0, 20).boxed().toList();

    private final List<Integer> answered = new ArrayList<>();
    private final List<Integer> refused = new ArrayList<>();
    private final Batches batches = new Batches(() -> false);

    @Test
    void shouldAskTheOthersWhenOneNodeSpoilsTheCall() throws UaException {
        run(8, items -> {
            if (items.contains(13)) {
                throw new UaException(StatusCodes.Bad_InternalError);
            }
            return items;
        });

        assertThat(refused).containsExactly(13);
        assertThat(answered).hasSize(19).isSorted().doesNotContain(13);
    }

    @Test
    void shouldFindALimitThatTheServerDidNotTell() throws UaException {
        run(8, items -> {
            if (items.size() > 3) {
                throw new UaException(StatusCodes.Bad_TooManyOperations);
            }
            return items;
        });

        assertThat(answered).isEqualTo(ITEMS);
        assertThat(refused).isEmpty();
    }

    @Test
    void shouldNotGoOnWithoutAServer() {
        final List<Integer> calls = new ArrayList<>();
        assertThatThrownBy(() -> run(8, items -> {
                    calls.add(items.size());
                    throw new UaException(StatusCodes.Bad_ConnectionClosed);
                }))
                .isInstanceOf(UaException.class);
        assertThat(calls).containsExactly(8);
    }

    private void run(final int size, final Batches.Call<Integer, Integer> call) throws UaException {
        batches.run(ITEMS, size, call, (item, answer) -> answered.add(answer), (item, status) -> refused.add(item));
    }
}
