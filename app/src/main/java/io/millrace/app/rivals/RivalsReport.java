package io.millrace.app.rivals;

import io.millrace.app.perf.Conditions;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What {@code millrace perf rivals} found; written as JSON as it is.
 *
 * @param mqttBroker everyone's
 * @param controls raw Kafka at the same rate, one for each round
 */
public record RivalsReport(
        Conditions conditions,
        String mqttBroker,
        double ratePerSecond,
        int machines,
        int connections,
        double warmUpS,
        double lengthS,
        double saturateS,
        int rounds,
        List<Row> rows,
        List<Control> controls) {

    /** @param p50 milliseconds from the scheduled time to a consumer, of every record */
    public record Control(int round, double p50, double p99) {}

    /**
     * A contestant.
     *
     * @param turns that it finished
     * @param missing why it is not measured, or not in every round; empty if it is
     */
    public record Row(String name, String title, String guarantee, List<Turn> turns, List<String> missing) {
        long lost() {
            return turns.stream().mapToLong(turn -> turn.account().lost()).sum();
        }

        long doubled() {
            return turns.stream().mapToLong(turn -> turn.account().doubled()).sum();
        }

        long wrong() {
            return turns.stream().mapToLong(turn -> turn.account().wrong()).sum();
        }

        Spread spread(final ToDoubleFunction<Turn> figure) {
            return Spread.of(turns.stream().mapToDouble(figure).toArray());
        }
    }

    /** True if Millrace's own rows are whole: what a rival loses is a result, not a fault of the measurement. */
    public boolean isSound() {
        return rows.stream()
                .filter(row -> row.name().startsWith("millrace"))
                .allMatch(row -> row.missing().isEmpty() && row.lost() + row.doubled() + row.wrong() == 0);
    }
}
