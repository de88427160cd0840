package io.millrace.rivals;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;

/** A count that a machine reports, and the confirmation that every tenth good unit of its operation is worth. */
public final class Unit implements Serializable {
    public static final int UNITS_PER_CONFIRMATION = 10;

    private static final long serialVersionUID = 1L;
    private static final String ROOT = "millrace/v1/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader MESSAGE = JSON.readerFor(Message.class);

    /** Path of the machine. */
    public String machine;
    public String order;
    public String operation;
    public boolean good;
    public int quantity;
    /** Source time, ISO 8601, as it came. */
    public String time;

    /** What of a message is needed. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Message(String time, String measure, int quantity, String order, String operation) {}

    /** @param topic {@code millrace/v1/PATH/count} */
    public static Unit read(final String topic, final byte[] payload) throws IOException {
        return of(machine(topic), payload);
    }

    public static Unit of(final String machine, final byte[] payload) throws IOException {
        final Message message = MESSAGE.readValue(payload);
        final Unit unit = new Unit();
        unit.machine = machine;
        unit.order = message.order();
        unit.operation = message.operation();
        unit.good = "good".equals(message.measure());
        unit.quantity = message.quantity();
        unit.time = message.time();
        return unit;
    }

    public static String machine(final String topic) {
        return topic.substring(ROOT.length(), topic.lastIndexOf('/'));
    }

    /** What is counted by: the machine's operation. */
    public String key() {
        return machine + "|" + order + "/" + operation;
    }

    /** @param total good units of the operation at the machine, this one included */
    public static boolean isConfirmed(final long total) {
        return total % UNITS_PER_CONFIRMATION == 0;
    }

    /** The confirmation that this unit triggers. */
    public byte[] confirmation(final long total) throws IOException {
        return JSON.writeValueAsBytes(Map.of(
                "machine", machine,
                "order", order,
                "operation", operation,
                "number", total / UNITS_PER_CONFIRMATION,
                "quantity", Map.of("good", UNITS_PER_CONFIRMATION),
                "trigger", "QUANTITY",
                "triggerSourceTime", time));
    }
}
