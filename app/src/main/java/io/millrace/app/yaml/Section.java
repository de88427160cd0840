package io.millrace.app.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A group of keys. Asking for a value never fails: what is wrong with it is reported with its place, and a placeholder goes on in
 * its stead. A key that nobody asked for is a fault as well.
 */
public final class Section {
    private final Report report;
    private final Surroundings surroundings;
    private final String path;
    private final @Nullable Mark mark;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Map<String, Mark> items = new HashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> sound = new HashSet<>();
    private boolean broken;

    private Section(
            final Report report, final Surroundings surroundings, final String path, final @Nullable Mark mark) {
        this.report = report;
        this.surroundings = surroundings;
        this.path = path;
        this.mark = mark;
    }

    /** Reads a group and then reports the keys that the reader did not ask for. */
    static <T> T read(
            final Report report,
            final Surroundings surroundings,
            final String path,
            final @Nullable Node node,
            final @Nullable Mark mark,
            final Function<Section, T> reader) {
        final Section section = new Section(report, surroundings, path, node == null ? mark : node.getStartMark());
        if (node instanceof MappingNode mapping) {
            section.enter(mapping);
        } else if (node != null && !isNull(node)) {
            section.broken = true;
            report.fault(node.getStartMark(), path, "must be a group of keys, like \"name: value\"");
        }
        final T read = reader.apply(section);
        section.reportUnknown();
        return read;
    }

    private void enter(final MappingNode mapping) {
        for (final NodeTuple tuple : mapping.getValue()) {
            final Mark place = tuple.getKeyNode().getStartMark();
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                report.fault(place, path, "a key must be a single word");
            } else if (key.getTag().equals(Tag.MERGE)) {
                report.fault(place, path, "\"<<\" is not read here: write the keys out");
                asked.add(key.getValue());
            } else {
                final NodeTuple first = entries.putIfAbsent(key.getValue(), tuple);
                if (first != null) {
                    report.fault(
                            place,
                            at(key.getValue()),
                            "is given twice, first in line "
                                    + (first.getKeyNode().getStartMark().getLine() + 1) + ": remove one");
                }
            }
        }
    }

    /** The keys that are there, in their order. */
    public Set<String> keys() {
        return new LinkedHashSet<>(entries.keySet());
    }

    /** True if the key is there; whatever it holds. */
    public boolean has(final String key) {
        return ask(key) != null;
    }

    /** True if the key was asked for, is there, and nothing was wrong with its value: it is no placeholder. */
    public boolean isSound(final String key) {
        return sound.contains(key);
    }

    /** A value that must be there. */
    public <T> T required(final String key, final Form<T> form) {
        final Node node = ask(key);
        if (node == null) {
            if (!broken) {
                report.fault(mark, at(key), "is missing: add it");
            }
            return form.placeholder();
        }
        return scalar(node, key, form);
    }

    /** A value that may be left out. */
    public <T> T optional(final String key, final Form<T> form, final T otherwise) {
        final Node node = ask(key);
        if (node == null) {
            report.value(at(key), form.show().apply(otherwise) + "  (default)");
            return otherwise;
        }
        return scalar(node, key, form);
    }

    /** A value that may be left out and has no default. */
    public <T> Optional<T> optional(final String key, final Form<T> form) {
        final Node node = ask(key);
        return node == null ? Optional.empty() : Optional.of(scalar(node, key, form));
    }

    /**
     * A value that may be left out: then something else decides.
     *
     * @param otherwise what holds then, as it is shown
     */
    public <T> Optional<T> inherited(final String key, final Form<T> form, final String otherwise) {
        if (ask(key) == null) {
            report.value(at(key), otherwise + "  (default)");
        }
        return optional(key, form);
    }

    /** @param mustHide a text written in the open is a fault: this is a password */
    public Optional<Secret> secret(final String key, final boolean mustHide) {
        final Node node = ask(key);
        if (node == null) {
            return Optional.empty();
        }
        final String text = text(node, at(key));
        if (text == null) {
            return Optional.of(Secret.open(""));
        }
        if (mustHide && !Surroundings.hasReference(text)) {
            report.fault(
                    node.getStartMark(),
                    at(key),
                    "a secret must not stand in the file: write \"${env:NAME}\" or \"${file:PATH}\" and keep it there");
            return Optional.of(Secret.hidden(""));
        }
        try {
            final Secret secret = surroundings.resolve(text);
            report.value(at(key), secret.toString());
            return Optional.of(secret);
        } catch (final IllegalArgumentException e) {
            report.fault(node.getStartMark(), at(key), String.valueOf(e.getMessage()));
            return Optional.of(Secret.hidden(""));
        }
    }

    /** A path; a relative one counts from the file's folder. */
    public Form<Path> path() {
        return new Form<>(
                surroundings.folder(),
                text -> surroundings
                        .folder()
                        .resolve(Forms.text().parse().apply(text))
                        .normalize(),
                Path::toString);
    }

    /** A group; one that is left out reads like an empty one. */
    public <T> T section(final String key, final Function<Section, T> reader) {
        return read(report, surroundings, at(key), ask(key), mark, reader);
    }

    /** A list of groups; one that is left out reads like an empty one. */
    public <T> List<T> sections(final String key, final Function<Section, T> reader) {
        final List<T> read = new ArrayList<>();
        for (final Node item : items(key)) {
            read.add(read(report, surroundings, at(key) + "[" + read.size() + "]", item, item.getStartMark(), reader));
        }
        return List.copyOf(read);
    }

    /** A list of values; one that is left out reads like an empty one. */
    public <T> List<T> values(final String key, final Form<T> form) {
        final List<T> read = new ArrayList<>();
        for (final Node item : items(key)) {
            final String each = key + "[" + read.size() + "]";
            items.put(each, item.getStartMark());
            read.add(scalar(item, each, form));
        }
        return List.copyOf(read);
    }

    /** Leaves the keys that nobody asked for without a word: there is no telling what they should be. */
    public void ignoreRest() {
        asked.addAll(entries.keySet());
    }

    /**
     * Reports something that only shows when values are seen together, at the place of one of them.
     *
     * @param key also of one in a list, like {@code topics[1]}; empty for the whole group
     */
    public void fault(final String key, final String message) {
        report.fault(place(key), at(key), message);
    }

    /** The line a value begins in, from 1; that of the group for a key that is not there. Keys are as for {@link #fault}. */
    public int line(final String key) {
        final Mark place = place(key);
        return place == null ? 1 : place.getLine() + 1;
    }

    private @Nullable Mark place(final String key) {
        final NodeTuple tuple = entries.get(key);
        return tuple == null
                ? items.getOrDefault(key, mark)
                : tuple.getValueNode().getStartMark();
    }

    private List<Node> items(final String key) {
        final Node node = ask(key);
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        if (node != null && !isNull(node)) {
            report.fault(node.getStartMark(), at(key), "must be a list: write its items as \"- item\", or as [a, b]");
        }
        return List.of();
    }

    private <T> T scalar(final Node node, final String key, final Form<T> form) {
        final String place = at(key);
        final String text = text(node, place);
        if (text == null) {
            return form.placeholder();
        }
        if (Surroundings.hasReference(text)) {
            report.fault(node.getStartMark(), place, "is no secret: write the value itself, not a ${...} reference");
            return form.placeholder();
        }
        try {
            final T value = form.parse().apply(text);
            report.value(place, form.show().apply(value));
            sound.add(key);
            return value;
        } catch (final IllegalArgumentException e) {
            report.fault(node.getStartMark(), place, String.valueOf(e.getMessage()));
            return form.placeholder();
        }
    }

    private @Nullable String text(final Node node, final String place) {
        if (isNull(node)) {
            report.fault(node.getStartMark(), place, "has no value: give it one, or remove the key");
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        report.fault(node.getStartMark(), place, "must be a single value, not a list or a group");
        return null;
    }

    private @Nullable Node ask(final String key) {
        asked.add(key);
        final NodeTuple tuple = entries.get(key);
        return tuple == null ? null : tuple.getValueNode();
    }

    private void reportUnknown() {
        entries.forEach((key, tuple) -> {
            if (!asked.contains(key)) {
                report.fault(
                        tuple.getKeyNode().getStartMark(), at(key), "is unknown here; " + Spelling.suggest(key, asked));
            }
        });
    }

    private String at(final String key) {
        if (path.isEmpty() || key.isEmpty()) {
            return path + key;
        }
        return path + "." + key;
    }

    private static boolean isNull(final Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }
}
