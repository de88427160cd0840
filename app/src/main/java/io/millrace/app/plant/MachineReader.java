package io.millrace.app.plant;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.core.event.Authority;
import io.millrace.core.event.Measure;
import io.millrace.core.figures.Profile;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@code machines}. */
final class MachineReader {
    private static final int LONGEST_PATH = 300;
    private static final Duration LONGEST_MICRO_STOP = Duration.ofHours(1);

    private final Names paths;
    private final Form<Long> validFrom;
    private final Form<String> profile;

    /** @param paths the machines that are read are added */
    MachineReader(final ZoneId siteTimeZone, final Names profiles, final Names paths) {
        this.paths = paths;
        this.validFrom = PlantForms.validFrom(siteTimeZone);
        this.profile = profiles.reference("is neither a shipped profile nor among the profiles");
    }

    Plant.Machine machine(final Section section) {
        final String path = section.required(
                "path",
                Forms.machine()
                        .where(
                                each -> each.length() <= LONGEST_PATH,
                                "is too long: use up to " + LONGEST_PATH + " characters"));
        final long validFromNs = section.optional("valid-from", validFrom, 0L);
        if (section.isSound("path")) {
            paths.add(section, "path", path, validFromNs);
        }
        return new Plant.Machine(
                path,
                validFromNs,
                section.optional("authority", Forms.oneOf(Authority.class), Authority.COUNTER),
                section.optional("max-span", PolicyReader.upToAWeek(), Duration.ofSeconds(60)),
                section.optional("settle-after", PolicyReader.upToAWeek(), Duration.ofMinutes(2)),
                section.optional("micro-stop", Forms.duration(Duration.ZERO, LONGEST_MICRO_STOP), Duration.ZERO),
                section.optional("profile", profile, Profile.DEFAULT.name()),
                section.section("counters", MachineReader::counters));
    }

    private static Plant.Counters counters(final Section section) {
        final Map<Measure, Plant.Counter> wrapping = new EnumMap<>(Measure.class);
        for (final Measure measure : List.of(Measure.GOOD, Measure.TOTAL, Measure.SCRAP)) {
            final String key = measure.name().toLowerCase(Locale.ROOT);
            if (section.has(key)) {
                wrapping.put(measure, section.section(key, MachineReader::counter));
            }
        }
        if (wrapping.containsKey(Measure.GOOD) && wrapping.containsKey(Measure.TOTAL)) {
            section.fault("total", "is given beside good: one of them is the machine's count, remove the other");
        }
        return new Plant.Counters(wrapping, section.optional("reset-at-start", Forms.flag(), false));
    }

    private static Plant.Counter counter(final Section section) {
        final Form<Long> positive = Forms.milli().where(value -> value > 0, "must be more than 0");
        final long modulus = section.required("modulus", positive);
        final long maxStep = section.required("max-step", positive);
        if (section.isSound("modulus") && maxStep > modulus) {
            section.fault("max-step", "is more than the modulus: a step over a wrap must be smaller than a full turn");
        }
        return new Plant.Counter(modulus, maxStep);
    }
}
