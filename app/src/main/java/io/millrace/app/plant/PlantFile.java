package io.millrace.app.plant;

import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.app.yaml.Surroundings;
import io.millrace.app.yaml.YamlFile;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.Profile;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/** Reads {@code plant.yaml}: first what is referred to, then what refers to it. */
public final class PlantFile {
    private final Names machines = new Names();
    private final Names reasons = new Names();
    private final Names periods = new Names();

    private PlantFile() {}

    /** Never throws for what is in the file; see {@link Checked#orThrow()}. */
    public static Checked<Plant> read(final Path file, final Surroundings surroundings) {
        return YamlFile.read(file, surroundings, root -> new PlantFile().plant(root));
    }

    private Plant plant(final Section root) {
        final ZoneId zone = root.required("site-time-zone", Forms.zone());
        final Names profileNames = new Names(Profile.NAMES);
        final List<Profile> profiles = root.sections("profiles", new ProfileReader(profileNames)::profile);
        final List<Plant.Machine> machineList =
                root.sections("machines", new MachineReader(zone, profileNames, machines)::machine);
        if (machineList.isEmpty()) {
            root.fault("machines", "names no machine: list at least one with its path");
        }
        final CalendarReader calendars = new CalendarReader(zone, machines.known());
        final MaterialReader materials = new MaterialReader();
        final OrderReader orders = new OrderReader(materials, machines);
        final List<Plant.Calendar> calendarList = root.sections("calendars", calendars::calendar);
        final List<Plant.Reason> reasonList = root.sections("reasons", this::reason);
        final List<Plant.Material> materialList = root.sections("materials", materials::material);
        root.sections("order-types", orders::type);
        return new Plant(
                zone,
                profiles,
                machineList,
                calendarList,
                reasonList,
                materialList,
                root.sections("orders", orders::order),
                root.sections("posting-periods", this::postingPeriod));
    }

    private Plant.Reason reason(final Section section) {
        final String code = section.required("code", PlantForms.word());
        reasons.add(section, "code", code);
        return new Plant.Reason(
                code,
                section.optional("text", PlantForms.word(), code),
                section.optional("category", Forms.oneOf(ReasonCategory.class), ReasonCategory.UNPLANNED));
    }

    private Plant.PostingPeriod postingPeriod(final Section section) {
        final Form<String> scope = PlantForms.scope(machines.known());
        final String holdsFor = section.optional("scope", scope, "");
        if (section.isSound("scope") || !section.has("scope")) {
            periods.add(section, "scope", scope.show().apply(holdsFor));
        }
        return new Plant.PostingPeriod(holdsFor, section.required("open-from", PlantForms.date()));
    }
}
