package io.millrace.ingest.signal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** What one signal has said before, so that saying it again makes no objects. Keeps only so many words. Not thread-safe. */
public final class Words {
    /** States, modes and reasons are fewer; what goes on beyond that (an order number each minute) is not kept. */
    static final int MOST = 256;

    private final Signal signal;
    private final TextMap<Word> texts = new TextMap<>();
    private final Map<String, Word> strings = new HashMap<>();
    private final Long2ObjectHashMap<Word> numbers = new Long2ObjectHashMap<>();

    public Words(final Signal signal) {
        this.signal = signal;
    }

    /**
     * @param utf8 well-formed
     * @return null if it is new and there is no room for more
     */
    public @Nullable Word text(final byte[] utf8, final int offset, final int length) {
        final Word known = texts.get(utf8, offset, length);
        if (known != null || texts.size() >= MOST) {
            return known;
        }
        final Word word =
                SignalTranslator.word(signal, new String(utf8, offset, length, StandardCharsets.UTF_8).strip());
        texts.put(Arrays.copyOfRange(utf8, offset, offset + length), word);
        return word;
    }

    /** @return null if it is new and there is no room for more */
    public @Nullable Word text(final String text) {
        final Word known = strings.get(text);
        if (known != null || strings.size() >= MOST) {
            return known;
        }
        final Word word = SignalTranslator.word(signal, text.strip());
        strings.put(text, word);
        return word;
    }

    /** @return null if it is new and there is no room for more */
    public @Nullable Word number(final long value) {
        final Word known = numbers.get(value);
        if (known != null || numbers.size() >= MOST) {
            return known;
        }
        final Word word = SignalTranslator.word(signal, Long.toString(value));
        numbers.put(value, word);
        return word;
    }
}
