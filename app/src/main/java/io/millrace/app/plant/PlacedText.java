package io.millrace.app.plant;

import io.millrace.app.yaml.Section;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text made line by line of what the file says: what its reader finds wrong with a line is reported where that came from. */
final class PlacedText {
    /** As much as an event has room for in one text. */
    static final int MOST_BYTES = 65_534;

    private static final Pattern FAULT = Pattern.compile("(?:profile \\S+, )?line (\\d{1,6}): (.*)");
    private static final Pattern LINE = Pattern.compile("\\bline (\\d{1,6})\\b");

    private record Place(Section section, String key) {}

    private final Place whole;
    private final List<String> lines = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();

    /** @param key at which is reported what is wrong with the whole; as for {@link Section#fault} */
    PlacedText(final Section section, final String key) {
        this.whole = new Place(section, key);
    }

    /** @param line without line breaks */
    void add(final Section section, final String key, final String line) {
        lines.add(line);
        places.add(new Place(section, key));
    }

    /**
     * @param reader throws {@link IllegalArgumentException} with a fault a line, each beginning with {@code line 3:} where it can
     * @param canonical the text that stands for what was read
     * @return null if anything is wrong, which is reported then
     */
    <T> @Nullable T read(final Function<String, T> reader, final Function<T, String> canonical) {
        final String text = String.join("\n", lines);
        try {
            if (fits(whole.section, whole.key, text)) {
                final T read = reader.apply(text);
                return fits(whole.section, whole.key, canonical.apply(read)) ? read : null;
            }
        } catch (final IllegalArgumentException e) {
            String.valueOf(e.getMessage()).lines().forEach(this::report);
        }
        return null;
    }

    /** Reports a text that no event has room for. */
    static boolean fits(final Section section, final String key, final String text) {
        final int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            section.fault(key, "is too long: its text may have " + MOST_BYTES + " bytes, and has " + bytes);
        }
        return bytes <= MOST_BYTES;
    }

    private void report(final String fault) {
        final Matcher matcher = FAULT.matcher(fault);
        final Place place = matcher.matches() ? place(matcher.group(1)) : null;
        if (place == null) {
            whole.section.fault(whole.key, fault);
        } else {
            place.section.fault(place.key, LINE.matcher(matcher.group(2)).replaceAll(this::lineInFile));
        }
    }

    private String lineInFile(final MatchResult line) {
        final Place place = place(line.group(1));
        return Matcher.quoteReplacement(place == null ? line.group() : "line " + place.section.line(place.key));
    }

    private @Nullable Place place(final String number) {
        final int index = Integer.parseInt(number) - 1;
        return index >= 0 && index < places.size() ? places.get(index) : null;
    }
}
