package io.millrace.ingest.mqtt;

import io.millrace.core.event.MachineState;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.signal.StateTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The United Manufacturing Hub's unified name space, {@code umh/v1/{location}/{contract}/{groups}/{name}}, as mappings. A location of
 * five levels is a machine's path; of six, the last says where the data come from and is passed over.
 *
 * <p>{@code _analytics} says states, work orders and products in messages of one form everywhere. What a tag of {@code _historian}
 * (or of a contract of one's own) means differs from plant to plant.
 */
public final class Umh {
    /** The contract of tags. */
    public static final String HISTORIAN = "_historian";

    /** UMH's states by ten thousands; what waits for others is suspended, what waits for itself is held, as PackML has it. */
    public static final StateTable STATES = new StateTable(
            "umh",
            Map.ofEntries(
                    Map.entry("10000", MachineState.EXECUTE),
                    Map.entry("20000", MachineState.EXECUTE),
                    Map.entry("30000", MachineState.UNKNOWN),
                    Map.entry("40000", MachineState.STOPPED),
                    Map.entry("50000", MachineState.STOPPED),
                    Map.entry("60000", MachineState.SUSPENDED),
                    Map.entry("70000", MachineState.SUSPENDED),
                    Map.entry("80000", MachineState.SUSPENDED),
                    Map.entry("90000", MachineState.SUSPENDED),
                    Map.entry("100000", MachineState.STOPPED),
                    Map.entry("110000", MachineState.STOPPED),
                    Map.entry("120000", MachineState.STOPPED),
                    Map.entry("130000", MachineState.STARTING),
                    Map.entry("140000", MachineState.HELD),
                    Map.entry("150000", MachineState.HELD),
                    Map.entry("160000", MachineState.IDLE),
                    Map.entry("170000", MachineState.IDLE),
                    Map.entry("180000", MachineState.ABORTED),
                    Map.entry("190000", MachineState.SUSPENDED),
                    Map.entry("200000", MachineState.SUSPENDED),
                    Map.entry("210000", MachineState.STOPPED),
                    Map.entry("220000", MachineState.HELD)));

    private static final List<String> LOCATIONS = List.of("umh/v1/+/+/+/+/+/", "umh/v1/+/+/+/+/+/+/");
    private static final String MACHINE = "{2}/{3}/{4}/{5}/{6}";
    private static final String START = "/start_time_unix_ms | /start_time";
    private static final String END = "/end_time_unix_ms | /end_time";
    private static final String PRODUCT = "={/external_product_type_id}{/external_product_id}/{/product_batch_id}";
    /** Producing, unknown, stopped nobody knows why, stopped for a moment: of these the code is no reason. */
    private static final String WITHOUT_REASON = "[1-5]\\d{4}";

    private Umh() {}

    /** Mappings of {@code _analytics}: states, work orders started and stopped, products made and bad. */
    public static List<ForeignMapping> analytics() {
        return Stream.of(
                        analytics(
                                "state/add",
                                JsonKind.STATE,
                                Map.of("state", "/state", "time", START),
                                Map.of("/state", WITHOUT_REASON)),
                        analytics(
                                "state/add",
                                JsonKind.STATE,
                                Map.of("state", "/state", "time", START, "reason", "/state"),
                                Map.of("/state", "(?!" + WITHOUT_REASON + "$).*")),
                        analytics(
                                "work-order/start",
                                JsonKind.CONTEXT,
                                Map.of("transition", "=STARTED", "order", "/external_work_order_id", "time", START),
                                Map.of()),
                        analytics(
                                "work-order/stop",
                                JsonKind.CONTEXT,
                                Map.of("transition", "=COMPLETED", "order", "/external_work_order_id", "time", END),
                                Map.of()),
                        analytics(
                                "product/add",
                                JsonKind.COUNT,
                                Map.of("id", PRODUCT, "time", END, "measure", "=total", "quantity", "/quantity"),
                                Map.of()),
                        analytics(
                                "product/add",
                                JsonKind.COUNT,
                                Map.of("id", PRODUCT, "time", END, "measure", "=scrap", "quantity", "/bad_quantity"),
                                Map.of("/bad_quantity", "(?!0$).*")))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Mappings of one tag, in all the forms that it is written in: a topic of its own with {@code value}, a field of a message with
     * others, groups as topic levels, as objects within objects, or in the field's name with underscores between them.
     *
     * @param contract the topic level that begins with an underscore
     * @param path groups and name, with slashes
     * @param kind STATE or COUNTER
     * @param fields what else the kind needs, as for a mapping
     * @param states how a state is read
     */
    public static List<ForeignMapping> tag(
            final String contract,
            final String path,
            final JsonKind kind,
            final Map<String, String> fields,
            final StateTable states) {
        final List<String> levels = Arrays.asList(path.split("/", -1));
        final List<ForeignMapping> mappings = new ArrayList<>();
        for (int inTopic = levels.size(); inTopic >= 0; inTopic--) {
            final String topic = Stream.concat(Stream.of(contract), levels.subList(0, inTopic).stream())
                    .collect(Collectors.joining("/"));
            for (final String pointer : pointers(levels.subList(inTopic, levels.size()))) {
                final Map<String, String> all = new HashMap<>(fields);
                all.put("time", "/timestamp_ms");
                all.put(kind == JsonKind.STATE ? "state" : "value", pointer);
                mappings.addAll(mappings(topic, kind, all, Map.of(pointer, ".*"), states));
            }
        }
        return List.copyOf(mappings);
    }

    /** Filters for what {@link #analytics()} reads, and no more: everything else there is master data. */
    public static List<String> analyticsTopics() {
        return analytics().stream().map(ForeignMapping::topicFilter).distinct().toList();
    }

    /** Filters for all tags of a contract. */
    public static List<String> tagTopics(final String contract) {
        return LOCATIONS.stream().map(location -> location + contract + "/#").toList();
    }

    private static List<String> pointers(final List<String> inPayload) {
        if (inPayload.isEmpty()) {
            return List.of("/value");
        }
        final List<String> escaped =
                inPayload.stream().map(level -> level.replace("~", "~0")).toList();
        return Stream.of(String.join("/", escaped), String.join("_", escaped))
                .distinct()
                .map(pointer -> "/" + pointer)
                .toList();
    }

    private static List<ForeignMapping> analytics(
            final String topic, final JsonKind kind, final Map<String, String> fields, final Map<String, String> when) {
        return mappings("_analytics/" + topic, kind, fields, when, STATES);
    }

    private static List<ForeignMapping> mappings(
            final String topic,
            final JsonKind kind,
            final Map<String, String> fields,
            final Map<String, String> when,
            final StateTable states) {
        return LOCATIONS.stream()
                .map(location -> new ForeignMapping(
                        location + topic,
                        MACHINE,
                        kind,
                        fields,
                        new Selection("", when),
                        Dialect.USUAL.withStates(states)))
                .toList();
    }
}
