package io.millrace.app.yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** One YAML document, read as nodes: no class is ever made from a tag, and size, depth and aliases are bounded. */
public final class YamlFile {
    private static final int LARGEST_BYTES = 4 << 20;
    private static final int DEEPEST = 20;
    private static final int MOST_ALIASES = 20;

    private YamlFile() {}

    /** Reads a file and never throws for what is in it, or because it is not there. */
    public static <T> Checked<T> read(
            final Path file, final Surroundings surroundings, final Function<Section, T> reader) {
        final Report report = new Report(file.toString());
        surroundings.opened().accept(file);
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                report.fault(null, "", "is larger than " + (LARGEST_BYTES >> 20) + " MB: is it the right file?");
                return failed(report);
            }
            final String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return parse(text, report, surroundings, reader);
        } catch (final NoSuchFileException e) {
            report.fault(null, "", "there is no such file: check the path, or write one with \"millrace init\"");
        } catch (final CharacterCodingException e) {
            report.fault(null, "", "is not UTF-8: save it as UTF-8");
        } catch (final IOException e) {
            report.fault(null, "", "cannot be read (" + e.getMessage() + "): check that it is a file you may read");
        }
        return failed(report);
    }

    /** Reads a text as if it were in a file of this name. */
    public static <T> Checked<T> parse(
            final String name, final String text, final Surroundings surroundings, final Function<Section, T> reader) {
        return parse(text, new Report(name), surroundings, reader);
    }

    private static <T> Checked<T> parse(
            final String text,
            final Report report,
            final Surroundings surroundings,
            final Function<Section, T> reader) {
        final Node root = compose(text, report);
        if (root == null) {
            return failed(report);
        }
        final T value = Section.read(report, surroundings, "", root, root.getStartMark(), reader);
        return report.faults().isEmpty() ? new Checked<>(value, report.faults(), report.effective()) : failed(report);
    }

    private static <T> Checked<T> failed(final Report report) {
        return new Checked<>(null, report.faults(), report.effective());
    }

    private static @Nullable Node compose(final String text, final Report report) {
        final LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST_BYTES);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        try {
            final Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                report.fault(null, "", "is empty: write a commented one to start from with \"millrace init\"");
            }
            return root;
        } catch (final MarkedYAMLException e) {
            final Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            report.fault(mark, "", "is not YAML: " + problem(e) + hint(text, mark));
        } catch (final ReaderException e) {
            report.fault(
                    null, "", "is not YAML: it holds a character that is not allowed; save it as plain UTF-8 text");
        } catch (final YAMLException e) {
            report.fault(null, "", "is not YAML: " + e.getMessage());
        }
        return null;
    }

    private static String problem(final MarkedYAMLException e) {
        final String problem = String.valueOf(e.getProblem());
        return e.getContext() == null ? problem : e.getContext() + ", " + problem;
    }

    private static String hint(final String text, final @Nullable Mark mark) {
        final String line = mark == null
                ? ""
                : text.lines().skip(mark.getLine()).findFirst().orElse("");
        if (line.contains("${")) {
            return "; put quotation marks around a value with ${...}";
        }
        if (line.contains("\t")) {
            return "; use blanks, not tabs";
        }
        return "; look at indentation, quotation marks and brackets in this line and the one before";
    }
}
