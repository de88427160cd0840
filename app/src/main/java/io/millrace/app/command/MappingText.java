package io.millrace.app.command;

import io.millrace.ingest.opcua.OpcUaConfig;
import io.millrace.ingest.opcua.OpcUaUser;
import io.millrace.ingest.opcua.browse.FoundMachine;
import io.millrace.ingest.opcua.browse.FoundNode;
import io.millrace.ingest.opcua.browse.FoundSignal;
import io.millrace.ingest.opcua.browse.Reading;
import io.millrace.ingest.opcua.browse.Survey;
import io.millrace.ingest.signal.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A survey as a part of {@code millrace.yaml}: the recognised machines, and all other variables in comments. Texts are the server's,
 * so whatever could end a comment or a quotation is written as an escape.
 */
final class MappingText {
    /** Stands for the machine's name in a path. */
    static final String NAME = "{name}";

    private static final int LONGEST_VALUE = 60;
    private static final String STANDARD_NAMESPACE = "http://opcfoundation.org/UA/";

    private final Survey survey;
    private final OpcUaConfig config;
    private final @Nullable String passwordReference;
    private final String path;
    private final List<String> lines = new ArrayList<>();
    private final Set<FoundNode> mapped = new HashSet<>();
    private final Set<String> paths = new HashSet<>();

    private MappingText(
            final Survey survey,
            final OpcUaConfig config,
            final @Nullable String passwordReference,
            final String path) {
        this.survey = survey;
        this.config = config;
        this.passwordReference = passwordReference;
        this.path = path;
    }

    /**
     * @param passwordReference as {@code ${env:NAME}}; null if there is no user
     * @param path of the machines, where {@link #NAME} is the name of each; one that is taken gets a number behind it
     */
    static List<String> of(
            final Survey survey,
            final OpcUaConfig config,
            final @Nullable String passwordReference,
            final String path) {
        return new MappingText(survey, config, passwordReference, path).write();
    }

    private List<String> write() {
        head();
        source();
        if (survey.machines().isEmpty()) {
            add("    machines: []  # to be filled: nothing here follows PackML or OPC UA for Machinery");
        } else {
            add("    machines:");
            survey.machines().forEach(this::machine);
        }
        others();
        return List.copyOf(lines);
    }

    private void head() {
        add("# " + plain(config.endpointUrl()) + ": " + survey.nodes() + " nodes, "
                + survey.machines().size() + " machines recognised"
                + (survey.failed() == 0 ? "" : ", " + survey.failed() + " nodes the server would not tell all of"));
        switch (survey.end()) {
            case COMPLETE -> {}
            case DEPTH -> add("# Not complete: there is more below the deepest step (--depth).");
            case NODES -> add("# Not complete: there are more nodes (--max-nodes).");
            case STOPPED -> add("# Not complete: it was stopped, or the time was over (--timeout).");
            case LOST -> add("# Not complete: the server answers no more (" + plain(survey.detail()) + ").");
        }
        add(
                "# Goes into millrace.yaml. Correct the machines' paths: plant.yaml must have them, with where their counters wrap.");
    }

    private void source() {
        add("sources:");
        add("  - name: " + quoted(config.name()));
        add("    type: opcua");
        add("    url: " + quoted(config.endpointUrl()));
        add("    security: " + OpcUaAccess.text(config.security()));
        if (config.security() != OpcUaConfig.Security.NONE) {
            add("    policy: " + config.policy().text());
        }
        add("    pki: " + quoted(config.pki().toString()));
        if (config.user() instanceof OpcUaUser.Named named && passwordReference != null) {
            add("    username: " + quoted(named.name()));
            add("    password: " + quoted(passwordReference));
        } else if (config.user() instanceof OpcUaUser.Certified certified) {
            add("    user-certificate: { certificate: "
                    + quoted(certified.certificate().toString()) + ", key: "
                    + quoted(certified.key().toString()) + " }");
        }
    }

    private void machine(final FoundMachine machine) {
        add("      # " + plain(machine.node().path()) + " (" + String.join(", ", machine.specifications()) + ")");
        machine.notes().forEach(note -> add("      # " + plain(note)));
        if (machine.signals().isEmpty()) {
            return;
        }
        add("      - machine: " + quoted(pathOf(machine.node())));
        add("        signals:");
        for (final FoundSignal found : machine.signals()) {
            mapped.add(found.node());
            add("          - { node: " + quoted(found.node().address())
                    + member(found.signal().member()) + ", " + meaning(found.signal()) + " }  # " + said(found.node()));
        }
    }

    private static String meaning(final Signal signal) {
        final String kind = "kind: " + signal.kind().name().toLowerCase(Locale.ROOT);
        return switch (signal.kind()) {
            case STATE -> kind + ", table: " + signal.states().name();
            case COUNTER -> kind + ", measure: " + signal.measure().name().toLowerCase(Locale.ROOT);
            case MODE, REASON, ORDER -> kind;
        };
    }

    private String pathOf(final FoundNode machine) {
        final String name = machine.name().replaceAll("[^\\p{L}\\p{N}._]+", "-");
        final String wanted = path.replace(NAME, name.isEmpty() ? "machine" : name);
        String free = wanted;
        for (int i = 2; !paths.add(free); i++) {
            free = wanted + "-" + i;
        }
        return free;
    }

    /** Below the object they belong to. What the standard itself says about a variable, as its unit, is left out. */
    private void others() {
        final List<FoundNode> others = new ArrayList<>();
        survey.root().forEach(node -> {
            if (node.isVariable()
                    && !mapped.contains(node)
                    && !node.browseName().namespace().equals(STANDARD_NAMESPACE)) {
                others.add(node);
            }
        });
        if (others.isEmpty()) {
            return;
        }
        add("");
        add(
                "# All other variables. One that is needed goes below signals: of its machine, with its kind: state, mode, reason,");
        add("# counter (and measure: good, scrap, rework or total) or order.");
        String above = "";
        for (final FoundNode node : others) {
            final String parent = node.parent().map(FoundNode::path).orElse("");
            if (!parent.equals(above)) {
                add("# " + plain(parent));
                above = parent;
            }
            add("#   - { node: " + quoted(node.address()) + ", kind: }  # " + said(node));
            for (final Reading.Part part : node.reading().parts()) {
                add("#   - { node: " + quoted(node.address()) + member(part.member()) + ", kind: }  # "
                        + said(part.member(), part.reading()));
            }
        }
    }

    private static String member(final String member) {
        return member.isEmpty() ? "" : ", member: " + quoted(member);
    }

    private static String said(final FoundNode node) {
        return said(node.name(), node.reading());
    }

    private static String said(final String name, final Reading reading) {
        final String type = reading.type();
        final String value = reading.value();
        final String cut = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "..." : value;
        return plain(name) + (type.isEmpty() ? ", no value" : ", " + type) + (cut.isEmpty() ? "" : ": " + plain(cut));
    }

    /** Between quotation marks, as YAML reads it. */
    private static String quoted(final String text) {
        return '"' + plain(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /** Without anything that YAML takes for the end of a line, or refuses. */
    private static String plain(final String text) {
        final StringBuilder plain = new StringBuilder();
        text.chars()
                .forEach(unit ->
                        plain.append(isPrintable(unit) ? String.valueOf((char) unit) : "\\u%04x".formatted(unit)));
        return plain.toString();
    }

    private static boolean isPrintable(final int unit) {
        return unit >= ' ' && unit <= '~' || unit >= '\u00a0' && unit < '\u2028' || unit > '\u202e' && unit < '\ud800';
    }

    private void add(final String line) {
        lines.add(line);
    }
}
