package io.millrace.topology.record;

import org.jspecify.annotations.Nullable;

/**
 * Something that was taken, kept and not applied, as it stands on the dead-letter topic, whoever wrote it.
 *
 * @param source who could not apply it: a gateway's source, or {@value #TOPOLOGY}
 * @param origin where it came from: topic, node, file and line; for a Kafka record {@code topic/partition/offset}
 * @param timeNs when it was taken in, nanoseconds since the epoch
 * @param reason why, for programs, in capitals
 * @param kind TECHNICAL (wants a fix) or BUSINESS (wants a decision)
 * @param detail why, for people: names the remedy
 * @param machine path where known, otherwise empty
 * @param order where known, otherwise empty
 * @param lot where known, otherwise empty
 * @param position in Kafka, null if it came from elsewhere
 * @param payload the original bytes
 */
public record DeadLetter(
        String source,
        String origin,
        long timeNs,
        String reason,
        String kind,
        String detail,
        String machine,
        String order,
        String lot,
        @Nullable Position position,
        byte[] payload) {
    public static final String TOPOLOGY = "topology";
    public static final String TECHNICAL = "TECHNICAL";
    public static final String BUSINESS = "BUSINESS";
    public static final String UNDECODABLE = "UNDECODABLE";
    public static final String PARKED = "PARKED";
    /** About time whose figures are final and no longer kept. */
    public static final String TOO_LATE = "TOO_LATE";

    /** Where a record lies in Kafka. */
    public record Position(String topic, int partition, long offset) {
        @Override
        public String toString() {
            return topic + "/" + partition + "/" + offset;
        }
    }

    /** A letter of the topology's own, about a record it has read. */
    public static DeadLetter ofRecord(
            final Position position,
            final long timeNs,
            final String reason,
            final String detail,
            final String machine,
            final byte[] payload) {
        return new DeadLetter(
                TOPOLOGY, position.toString(), timeNs, reason, TECHNICAL, detail, machine, "", "", position, payload);
    }

    byte[] toJson() {
        final JsonOut out = new JsonOut()
                .text("source", source)
                .text("origin", origin)
                .time("time", timeNs)
                .text("reason", reason)
                .text("kind", kind)
                .text("detail", detail)
                .text("machine", machine)
                .text("order", order)
                .text("lot", lot);
        if (position != null) {
            out.text("topic", position.topic())
                    .number("partition", position.partition())
                    .number("offset", position.offset());
        }
        return out.binary("payload", payload).done();
    }

    static DeadLetter of(final JsonIn in) {
        final Position position =
                in.has("topic") ? new Position(in.text("topic"), in.integer("partition"), in.number("offset")) : null;
        return new DeadLetter(
                in.text("source"),
                in.text("origin"),
                in.time("time"),
                in.text("reason"),
                in.text("kind"),
                in.text("detail"),
                in.text("machine"),
                in.text("order"),
                in.text("lot"),
                position,
                in.binary("payload"));
    }
}
