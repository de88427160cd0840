package io.millrace.core.figures;

import static java.util.Objects.requireNonNull;

import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.event.ReasonCategory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A named table that says what time counts as. The standards leave the choice open and the companion specifications contradict each
 * other, so the choice has a name, which belongs beside every figure made with it.
 *
 * <p>What the machine says is looked up first, most specific first: its own word, state in mode, mode, state. Then, first match wins:
 *
 * <ol>
 *   <li>producing: PRODUCTION, also outside scheduled time, in a break, and whatever reason is given. ISO 22400-2 says nothing of work
 *       outside the schedule; a reason signal may still hold the reason of the stop before
 *   <li>not scheduled: UNSCHEDULED, also where nothing is known: no figure is taken over such time
 *   <li>nothing known: UNKNOWN
 *   <li>in a break: PLANNED
 *   <li>a reason was given: what its category says
 *   <li>what the machine says
 * </ol>
 *
 * Immutable, for any thread. Classifying allocates and does not block.
 */
public final class Profile {
    /** The shipped profiles; the first is the default. */
    public static final List<String> NAMES = List.of("packml", "machinery", "machine-tool", "mtconnect", "umh");

    private static final Pattern RANGE = Pattern.compile("native (\\d{1,18})\\.\\.(\\d{1,18})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private static final String WORD = "native ";
    private static final Verdict NOTHING_KNOWN = new Verdict(TimeElement.UNKNOWN, TimeElement.UNKNOWN);

    /** The first of the shipped ones. */
    public static final Profile DEFAULT = named(NAMES.get(0));

    private record Range(long from, long to, Verdict verdict) {}

    private final String name;
    private final Map<String, Verdict> rules;
    private final List<Range> ranges;
    /** The rules again, as they are looked up with every event: those of words, and what state in mode comes to. */
    private final Map<String, Verdict> words;

    private final Map<MachineState, Map<Mode, Verdict>> states;

    /** @param rules by their left side as {@link #text()} writes it; complete */
    Profile(final String name, final Map<String, Verdict> rules) {
        this.name = name;
        this.rules = new LinkedHashMap<>(rules);
        this.ranges = ranges(rules);
        this.words = words(rules);
        this.states = states(rules);
    }

    private static Map<String, Verdict> words(final Map<String, Verdict> rules) {
        final Map<String, Verdict> words = new HashMap<>();
        rules.forEach((key, verdict) -> {
            if (key.startsWith(WORD)) {
                words.put(key.substring(WORD.length()), verdict);
            }
        });
        return words;
    }

    private static Map<MachineState, Map<Mode, Verdict>> states(final Map<String, Verdict> rules) {
        final Map<MachineState, Map<Mode, Verdict>> states = new EnumMap<>(MachineState.class);
        for (final MachineState state : MachineState.values()) {
            final Map<Mode, Verdict> byMode = new EnumMap<>(Mode.class);
            for (final Mode mode : Mode.values()) {
                final Verdict verdict = said(rules, state, mode);
                if (verdict != null) {
                    byMode.put(mode, verdict);
                }
            }
            states.put(state, byMode);
        }
        return states;
    }

    private static @Nullable Verdict said(final Map<String, Verdict> rules, final MachineState state, final Mode mode) {
        if (state == MachineState.UNKNOWN) {
            return NOTHING_KNOWN;
        }
        final Verdict byStateAndMode = rules.get("state " + state + " in " + mode);
        if (byStateAndMode != null) {
            return byStateAndMode;
        }
        final Verdict byMode = rules.get("mode " + mode);
        return byMode != null ? byMode : rules.get("state " + state);
    }

    private static List<Range> ranges(final Map<String, Verdict> rules) {
        final List<Range> ranges = new ArrayList<>();
        rules.forEach((key, verdict) -> {
            final Matcher range = RANGE.matcher(key);
            if (range.matches()) {
                ranges.add(new Range(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)), verdict));
            }
        });
        return List.copyOf(ranges);
    }

    /** @throws IllegalArgumentException if no shipped profile has this name; names those there are */
    public static Profile named(final String name) {
        final Profile profile = ShippedProfiles.BY_NAME.get(name);
        if (profile == null) {
            throw new IllegalArgumentException(
                    "no profile is called '" + name + "': use one of " + String.join(", ", NAMES) + ", or define it");
        }
        return profile;
    }

    /**
     * A profile of one's own, a rule a line; {@code base} begins with the rules of a shipped one. For instance:
     *
     * <pre>
     * base packml
     * mode MAINTENANCE planned
     * state SUSPENDED in PRODUCTION down
     * # with an order / without
     * state IDLE delay/down
     * native 140000 delay
     * native 150000..159999 planned
     * reason SETUP planned
     * </pre>
     *
     * @throws IllegalArgumentException naming each faulty line and its remedy
     */
    public static Profile parse(final String name, final String text) {
        final Profile profile = new ProfileReader(name, ShippedProfiles.BY_NAME).read(text);
        final Profile shipped = ShippedProfiles.BY_NAME.get(name);
        if (shipped != null && !shipped.equals(profile)) {
            throw new IllegalArgumentException(
                    "profile " + name + ": this name is a shipped profile's: choose another");
        }
        return profile;
    }

    public String name() {
        return name;
    }

    /** @return all rules, a line each, without a base: what {@link #parse} makes an equal profile of, in any later version too */
    public String text() {
        return rules.entrySet().stream()
                .map(rule -> rule.getKey() + " " + rule.getValue().text() + "\n")
                .collect(Collectors.joining());
    }

    /**
     * What an instant counts as.
     *
     * @param nativeState the source's own word or number for the state, empty if it has none
     * @param category of the reason given for this time, null if none was given
     * @param orderRegistered an order is registered at the machine
     * @param scheduled within scheduled operation time
     * @param isBreak within a break of the calendar
     */
    public TimeElement classify(
            final MachineState state,
            final Mode mode,
            final String nativeState,
            final @Nullable ReasonCategory category,
            final boolean orderRegistered,
            final boolean scheduled,
            final boolean isBreak) {
        final TimeElement said = said(state, mode, nativeState).of(orderRegistered);
        if (said == TimeElement.PRODUCTION) {
            return said;
        } else if (!scheduled) {
            return TimeElement.UNSCHEDULED;
        } else if (said == TimeElement.UNKNOWN) {
            return said;
        } else if (isBreak) {
            return TimeElement.PLANNED;
        } else if (category != null) {
            return rule("reason " + category).of(orderRegistered);
        }
        return said;
    }

    /** True if this profile counts it as production, with an order or without; where it is false and something is known, it stands. */
    public boolean isProducing(final MachineState state, final Mode mode, final String nativeState) {
        return said(state, mode, nativeState).mayBe(TimeElement.PRODUCTION);
    }

    private Verdict said(final MachineState state, final Mode mode, final String nativeState) {
        final Verdict byWord = words.isEmpty() ? null : byWord(word(nativeState));
        if (byWord != null) {
            return byWord;
        }
        final Verdict byState = requireNonNull(states.get(state)).get(mode);
        return byState == null ? rule("state " + state) : byState;
    }

    private @Nullable Verdict byWord(final String word) {
        final Verdict exact = words.get(word);
        if (exact != null || ranges.isEmpty() || !NUMBER.matcher(word).matches()) {
            return exact;
        }
        final long number = Long.parseLong(word);
        Verdict found = null;
        for (final Range range : ranges) {
            if (number >= range.from() && number <= range.to()) {
                found = range.verdict();
            }
        }
        return found;
    }

    private Verdict rule(final String key) {
        final Verdict verdict = rules.get(key);
        if (verdict == null) {
            throw new IllegalStateException("profile " + name + " has no rule '" + key + "'");
        }
        return verdict;
    }

    /** Words of sources are compared without regard to case and width of spaces. */
    static String word(final String nativeState) {
        return isPlain(nativeState)
                ? nativeState
                : nativeState.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
    }

    private static boolean isPlain(final String word) {
        for (int i = 0; i < word.length(); i++) {
            final char each = word.charAt(i);
            final boolean isPlain = each >= 'A' && each <= 'Z' || each >= '0' && each <= '9' || each == '_';
            if (!isPlain) {
                return false;
            }
        }
        return true;
    }

    /** The rules, to begin another profile with. */
    Map<String, Verdict> rules() {
        return new LinkedHashMap<>(rules);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Profile that && name.equals(that.name) && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + rules.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
