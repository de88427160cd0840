package io.millrace.app.plant;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Section;
import io.millrace.app.yaml.Spelling;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names of one kind of thing: each is given once, and others refer to it. */
final class Names {
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<List<Object>> taken = new HashSet<>();

    Names() {}

    /** Names that are there before the file says anything. */
    Names(final List<String> shipped) {
        known.addAll(shipped);
    }

    /** Takes the value of a key as a name, unless it is empty: then it has a fault already. */
    void add(final Section section, final String key, final String name) {
        if (name.isEmpty()) {
            return;
        }
        known.add(name);
        if (!taken.add(List.of(name))) {
            section.fault(key, "\"" + name + "\" is defined twice: remove one");
        }
    }

    /** Takes the value of a key as the name of something that may be defined several times, each time from another time on. */
    void add(final Section section, final String key, final String name, final long validFromNs) {
        known.add(name);
        if (!taken.add(List.of(name, validFromNs))) {
            section.fault(
                    key,
                    "\"" + name + "\" is defined twice for the same time: remove one, or give it another valid-from");
        }
    }

    Set<String> known() {
        return known;
    }

    /** @param what goes on after the name: {@code is not among the materials} */
    Form<String> reference(final String what) {
        return new Form<>(
                "",
                text -> {
                    if (!known.contains(text)) {
                        throw new IllegalArgumentException(
                                "\"" + text + "\" " + what + "; " + Spelling.suggest(text, known));
                    }
                    return text;
                },
                text -> text);
    }
}
