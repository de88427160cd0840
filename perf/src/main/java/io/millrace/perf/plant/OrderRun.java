package io.millrace.perf.plant;

import io.millrace.perf.plant.PlantLayout.Order;
import io.millrace.perf.plant.PlantLayout.Queue;
import java.util.Optional;
import java.util.SplittableRandom;

/** Works a queue of orders off: which one is being made, and when the next one's turn has come. Now and then more is made than was planned. */
final class OrderRun {

    private static final double OVERPRODUCTION = 0.3;
    private static final int MAX_OVER = 5;

    private final Queue queue;
    private final SplittableRandom random;
    private int position = -1;
    private long made;
    private long target;

    OrderRun(final Queue queue, final SplittableRandom random) {
        this.queue = queue;
        this.random = random;
        advance();
    }

    /** @return the order whose turn it is, or empty when all are made. */
    Optional<Order> current() {
        return position < queue.orders().size() ? Optional.of(queue.orders().get(position)) : Optional.empty();
    }

    /** Good units of the current order; those of an earlier one, by a machine that has not changed over yet, no longer matter. */
    void made(final String order, final long good) {
        if (current().filter(o -> o.key().equals(order)).isPresent()) {
            made += good;
            if (made >= target) {
                advance();
            }
        }
    }

    private void advance() {
        position++;
        made = 0;
        final long over = random.nextDouble() < OVERPRODUCTION ? random.nextInt(1, MAX_OVER + 1) : 0;
        target = current().map(order -> order.planned() + over).orElse(Long.MAX_VALUE);
    }
}
