package io.millrace.perf.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.perf.plant.PlantLayout.Machine;
import io.millrace.perf.plant.PlantLayout.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlantLayoutTest {

    @Test
    void shouldLayOutFiveMachinesAsAgreed() {
        final PlantLayout layout = PlantLayout.of(5);
        assertThat(layout.machines().stream().map(Machine::path))
                .containsExactly(
                        "demo/berlin/press/line1/press1",
                        "demo/berlin/press/line1/press2",
                        "demo/berlin/mill/line2/mill1",
                        "demo/berlin/mill/line2/mill2",
                        "demo/berlin/pack/line3/pack1");
        assertThat(layout.queues().stream().map(queue -> queue.orders().get(0).key()))
                .containsExactly("1001/0010", "2001/0010", "3001/0010", "4001/0010");
        assertThat(layout.queues().get(0).machines()).hasSize(2);
    }

    @Test
    void shouldRepeatThePattern() {
        final PlantLayout layout = PlantLayout.of(12);
        assertThat(layout.machines().subList(5, 12).stream().map(Machine::path))
                .containsExactly(
                        "demo/berlin/press/line4/press3",
                        "demo/berlin/press/line4/press4",
                        "demo/berlin/mill/line5/mill3",
                        "demo/berlin/mill/line5/mill4",
                        "demo/berlin/pack/line6/pack2",
                        "demo/berlin/press/line7/press5",
                        "demo/berlin/press/line7/press6");
        final List<String> orders = layout.queues().stream()
                .flatMap(queue -> queue.orders().stream())
                .map(Order::order)
                .toList();
        assertThat(orders).doesNotHaveDuplicates();
    }

    @Test
    void shouldKeepACounterThatWrapsFarFromWrappingTwiceInATenSecondPause() {
        for (final double rate : List.of(1.0, 4.0, 50.0, 1_000.0)) {
            final Machine press1 = PlantLayout.of(1, rate, 10).machines().get(0);
            assertThat(press1.goodModulus()).isGreaterThan((long) (rate * 20));
        }
    }
}
