package io.millrace.app.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.app.replay.ReplayRequest.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the confirmations of an operation add up to, reversals taken off, live and in the replay.
 *
 * @param operation as {@code order/operation}
 */
public record OperationTotal(String operation, Total live, Total replay) {
    /** In units of the material. */
    public record Total(BigDecimal good, BigDecimal scrap, BigDecimal rework, int confirmations) {
        static final Total NONE = new Total(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0);

        private Total plus(final JsonNode quantity) {
            return new Total(
                    sum(good, quantity.path("good")),
                    sum(scrap, quantity.path("scrap")),
                    sum(rework, quantity.path("rework")),
                    confirmations + 1);
        }

        private static BigDecimal sum(final BigDecimal so, final JsonNode far) {
            final BigDecimal sum = so.add(far.decimalValue());
            return sum.signum() == 0 ? BigDecimal.ZERO : sum.stripTrailingZeros();
        }

        boolean hasQuantitiesOf(final Total other) {
            return good.equals(other.good) && scrap.equals(other.scrap) && rework.equals(other.rework);
        }
    }

    /** True if the same quantities were confirmed, in however many confirmations. */
    public boolean isSame() {
        return live.hasQuantitiesOf(replay);
    }

    static List<OperationTotal> of(final Standing live, final Standing replay, final Window window) {
        final Map<String, Total> then = totals(live, window);
        final Map<String, Total> now = totals(replay, window);
        final TreeMap<String, Total> all = new TreeMap<>(then);
        all.putAll(now);
        final List<OperationTotal> totals = new ArrayList<>();
        all.keySet()
                .forEach(operation -> totals.add(new OperationTotal(
                        operation, then.getOrDefault(operation, Total.NONE), now.getOrDefault(operation, Total.NONE))));
        return totals;
    }

    private static Map<String, Total> totals(final Standing confirmations, final Window window) {
        final Map<String, Total> totals = new TreeMap<>();
        for (final Said said : confirmations.said().values()) {
            if (window.contains(said.time())) {
                final JsonNode one = Trees.read(said.value());
                totals.merge(
                        one.path("order").asText() + "/" + one.path("operation").asText(),
                        Total.NONE.plus(one.path("quantity")),
                        (so, far) -> so.plus(one.path("quantity")));
            }
        }
        return totals;
    }
}
