package io.millrace.app.plant;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.core.figures.Profile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@code profiles}: the rules are lines of text, as {@link Profile#parse} has them. */
final class ProfileReader {
    private final Names names;

    /** @param names the shipped ones; those that are read are added */
    ProfileReader(final Names names) {
        this.names = names;
    }

    Profile profile(final Section section) {
        final String name = section.required(
                "name",
                Forms.name().where(each -> !Profile.NAMES.contains(each), "is a shipped profile's: choose another"));
        names.add(section, "name", name);
        final PlacedText text = new PlacedText(section, "rules");
        final Optional<String> base = section.inherited("base", base(), "none");
        base.ifPresent(each -> text.add(section, "base", "base " + each));
        final List<String> rules = section.values("rules", PlantForms.word());
        for (int i = 0; i < rules.size(); i++) {
            text.add(section, "rules[" + i + "]", rules.get(i));
        }
        if (name.isEmpty() || rules.contains("") || section.has("base") && !section.isSound("base")) {
            return Profile.DEFAULT;
        }
        final Profile read = text.read(each -> Profile.parse(name, each), Profile::text);
        return read == null ? Profile.DEFAULT : read;
    }

    private static Form<String> base() {
        return Forms.oneOf(Profile.NAMES.stream().collect(Collectors.toMap(Function.identity(), Function.identity())));
    }
}
