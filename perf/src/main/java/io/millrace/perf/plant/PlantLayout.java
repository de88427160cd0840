package io.millrace.perf.plant;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What stands on the shop floor and what it is to make. The same number of machines and the same rate give the same layout, so
 * that a gateway's configuration and master data can be written from it.
 *
 * <p>Five machines are a pattern that repeats: two presses behind OPC UA that share one queue of orders, two mills behind one
 * Sparkplug edge node with a queue each, one packer that speaks JSON.
 */
public record PlantLayout(
        List<Machine> machines,
        List<Queue> queues,
        List<Reason> stopReasons,
        List<Reason> scrapReasons,
        List<Material> materials) {

    public static final String OPC_UA_NAMESPACE = "urn:millrace:plant";
    public static final String OPC_UA_PATH = "/plant";
    public static final String SPARKPLUG_GROUP = "Berlin";
    public static final String TOPIC_ROOT = "millrace/v1/";
    /** Names of the OPC UA nodes (after the work unit) and of the Sparkplug metrics of each machine. */
    public static final List<String> VARIABLES = List.of("State", "StopReason", "Good", "Scrap", "Order");

    static final String OPERATION = "0010";
    static final int DEFAULT_ORDERS_PER_QUEUE = 60;
    private static final int MAX_ORDERS_PER_QUEUE = 999;
    private static final int PATTERN = 5;
    private static final int QUEUES_PER_PATTERN = 4;
    private static final double SECONDS_PER_ORDER = 7;
    private static final double SECONDS_PER_SHORT_ORDER = 2.8;
    private static final int SHORT_ORDERS = 2;

    public PlantLayout {
        machines = List.copyOf(machines);
        queues = List.copyOf(queues);
        stopReasons = List.copyOf(stopReasons);
        scrapReasons = List.copyOf(scrapReasons);
        materials = List.copyOf(materials);
    }

    /** The layout for the default rate of four units per second, with orders for ten minutes. */
    public static PlantLayout of(final int machines) {
        return of(machines, PlantOptions.DEFAULT_UNITS_PER_SECOND, DEFAULT_ORDERS_PER_QUEUE);
    }

    /**
     * @param unitsPerSecond planned quantities and the small counter modulus follow it, so that an order lasts about ten seconds
     *     at any rate
     * @param ordersPerQueue 1 to 999; a machine whose queue is empty goes idle
     */
    public static PlantLayout of(final int machines, final double unitsPerSecond, final int ordersPerQueue) {
        if (ordersPerQueue < 1 || ordersPerQueue > MAX_ORDERS_PER_QUEUE) {
            throw new IllegalArgumentException("a queue has 1 to 999 orders, not " + ordersPerQueue);
        }
        final List<Machine> all = new ArrayList<>();
        final List<Queue> queues = new ArrayList<>();
        for (int index = 0; index < machines; index++) {
            final Machine machine = machine(index, unitsPerSecond);
            all.add(machine);
            if (isSecondPress(index)) {
                final Queue shared = queues.remove(queues.size() - 1);
                queues.add(queue(
                        shared.number(), List.of(shared.machines().get(0), machine), unitsPerSecond, ordersPerQueue));
            } else {
                queues.add(queue(queueNumber(index), List.of(machine), unitsPerSecond, ordersPerQueue));
            }
        }
        return new PlantLayout(all, queues, STOP_REASONS, SCRAP_REASONS, MATERIALS);
    }

    public Machine machine(final String path) {
        return machines.stream()
                .filter(machine -> machine.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no machine " + path + " in the simulated plant"));
    }

    public List<Machine> machines(final Protocol protocol) {
        return machines.stream()
                .filter(machine -> machine.protocol() == protocol)
                .toList();
    }

    private static boolean isSecondPress(final int index) {
        return index % PATTERN == 1;
    }

    private static int queueNumber(final int index) {
        final int position = index % PATTERN;
        return index / PATTERN * QUEUES_PER_PATTERN + (position == 0 ? 1 : position);
    }

    private static Machine machine(final int index, final double rate) {
        final int block = index / PATTERN;
        return switch (index % PATTERN) {
            case 0 -> press(block, 1, rate);
            case 1 -> press(block, 2, rate);
            case 2 -> mill(block, 1);
            case 3 -> mill(block, 2);
            default -> machine("pack", 3 * block + 3, "pack" + (block + 1), Protocol.MQTT_JSON, 0, 0);
        };
    }

    private static Machine press(final int block, final int which, final double rate) {
        // A modulus of fifty seconds' work, first reached after five: it wraps early, and a pause of many seconds stays
        // unambiguous.
        final long modulus = Math.max(100, Math.round(Math.ceil(rate / 2) * 100));
        final long first = which == 1 ? modulus - Math.max(5, Math.round(rate * 5)) : 12_000;
        return machine(
                "press",
                3 * block + 1,
                "press" + (2 * block + which),
                Protocol.OPC_UA,
                which == 1 ? modulus : 0,
                first);
    }

    private static Machine mill(final int block, final int which) {
        return machine(
                "mill", 3 * block + 2, "mill" + (2 * block + which), Protocol.SPARKPLUG, 0, which == 1 ? 340 : 5_000);
    }

    private static Machine machine(
            final String area,
            final int line,
            final String workUnit,
            final Protocol protocol,
            final long modulus,
            final long firstGood) {
        return new Machine("demo/berlin/" + area + "/line" + line + "/" + workUnit, protocol, modulus, firstGood);
    }

    private static Queue queue(final int number, final List<Machine> machines, final double rate, final int length) {
        final List<Order> orders = new ArrayList<>();
        for (int n = 1; n <= length; n++) {
            orders.add(order(number * 1000 + n, n, machines, rate));
        }
        return new Queue(number, machines, orders);
    }

    private static Order order(final int id, final int n, final List<Machine> machines, final double rate) {
        // The first ones are short, so that even a short run sees orders change.
        final double seconds = n <= SHORT_ORDERS ? SECONDS_PER_SHORT_ORDER : SECONDS_PER_ORDER + (n * 7 % 5) * 0.3;
        final long planned = Math.max(10, Math.round(rate * seconds)) * machines.size();
        final Machine machine = machines.get(0);
        final Material made =
                switch (machine.protocol()) {
                    case OPC_UA -> BRACKET;
                    case SPARKPLUG -> HOUSING;
                    case MQTT_JSON -> CARTON;
                };
        return new Order(Integer.toString(id), OPERATION, planned, made, FOIL, "FOIL-" + id);
    }

    private static final Material BRACKET = new Material("BRACKET", "Pressed bracket", "PCE");
    private static final Material HOUSING = new Material("HOUSING", "Milled housing", "PCE");
    private static final Material CARTON = new Material("CARTON", "Packed carton", "PCE");
    private static final Material FOIL = new Material("FOIL", "Shrink foil", "KGM");
    private static final List<Material> MATERIALS = List.of(BRACKET, HOUSING, CARTON, FOIL);
    private static final List<Reason> STOP_REASONS = List.of(
            new Reason("JAM", "Material jam", false),
            new Reason("TOOL", "Tool worn", false),
            new Reason("STARVED", "No material from upstream", false),
            new Reason("BREAK", "Break", true),
            new Reason("CLEANING", "Cleaning", true));
    private static final List<Reason> SCRAP_REASONS =
            List.of(new Reason("SURFACE", "Surface damaged", false), new Reason("SIZE", "Out of tolerance", false));

    /**
     * One machine.
     *
     * @param path ISA-95 path of five levels, joined by slashes
     * @param goodModulus the good counter shows its value modulo this; 0 for a counter that never wraps
     * @param firstGood what the good counter shows before the run; scrap counters start at 0
     */
    public record Machine(String path, Protocol protocol, long goodModulus, long firstGood) {

        public String workUnit() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        public String workCenter() {
            return path.split("/")[3];
        }

        /** The string identifier of an OPC UA node, such as {@code press1/Good}. */
        public String node(final String variable) {
            return workUnit() + "/" + variable;
        }

        /** The Sparkplug edge node this machine is a device of. */
        public String edgeNode() {
            return workCenter();
        }

        /** The topic for canonical JSON of one kind, such as {@code count}. */
        public String topic(final String kind) {
            return TOPIC_ROOT + path + "/" + kind.toLowerCase(Locale.ROOT);
        }
    }

    /** Orders made one after the other by one machine, or by several at the same time. */
    public record Queue(int number, List<Machine> machines, List<Order> orders) {

        public Queue {
            machines = List.copyOf(machines);
            orders = List.copyOf(orders);
        }
    }

    /**
     * One order with its only operation.
     *
     * @param planned good units to make, in {@code material.unit()}
     * @param component material consumed by packers while they make it, from {@code lot}
     */
    public record Order(
            String order, String operation, long planned, Material material, Material component, String lot) {

        /** How machines name it: {@code order/operation}. */
        public String key() {
            return order + "/" + operation;
        }
    }

    public record Material(String id, String text, String unit) {}

    /** A reason for a stop or for scrap; a planned one is no loss of availability. */
    public record Reason(String code, String text, boolean planned) {}
}
