package io.millrace.core.figures;

import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.event.ReasonCategory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a profile from its lines and tells every fault at once. Used once; not thread-safe. */
final class ProfileReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern RANGE = Pattern.compile("(\\d+)\\.\\.(\\d+)");

    private final String name;
    private final Map<String, Profile> bases;
    private final Map<String, Verdict> rules = new LinkedHashMap<>();
    private final Map<String, Integer> saidInLine = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    ProfileReader(final String name, final Map<String, Profile> bases) {
        this.name = name;
        this.bases = bases;
    }

    Profile read(final String text) {
        if (!NAME.matcher(name).matches()) {
            faults.add("profile '" + name + "': a name is letters, digits, '.', '_' and '-': choose another");
        }
        int number = 0;
        for (final String line : text.split("\\R", -1)) {
            number++;
            try {
                readLine(line.strip(), number);
            } catch (final IllegalArgumentException fault) {
                faults.add("profile " + name + ", line " + number + ": " + fault.getMessage());
            }
        }
        if (faults.isEmpty()) {
            expectComplete();
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new Profile(name, rules);
    }

    private void readLine(final String line, final int number) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        final String[] words = line.split("\\s+");
        if (words[0].equals("base")) {
            begin(words);
            return;
        }
        final String key = key(words);
        final Integer earlier = saidInLine.putIfAbsent(key, number);
        if (earlier != null) {
            throw new IllegalArgumentException("'" + key + "' is already in line " + earlier + ": keep one of the two");
        }
        final Verdict verdict = Verdict.parse(words[words.length - 1]);
        if (words[0].equals("reason") && verdict.mayBe(TimeElement.PRODUCTION)) {
            throw new IllegalArgumentException(
                    "a reason is for time that is not production: name another time element");
        }
        // Of two ranges that overlap the later one holds, also if the base had the same range.
        rules.remove(key);
        rules.put(key, verdict);
    }

    private void begin(final String[] words) {
        if (words.length != 2) {
            throw new IllegalArgumentException("write: base NAME");
        } else if (!saidInLine.isEmpty() || !rules.isEmpty()) {
            throw new IllegalArgumentException("base comes once and before all rules: move it to the top");
        }
        final Profile base = bases.get(words[1]);
        if (base == null) {
            throw new IllegalArgumentException(
                    "no profile is called '" + words[1] + "': use one of " + String.join(", ", bases.keySet()));
        }
        rules.putAll(base.rules());
    }

    /** The left side of a rule as it is kept and written. */
    private static String key(final String[] words) {
        return switch (words[0]) {
            case "state" -> stateKey(words);
            case "mode" -> "mode " + oneOf(Mode.values(), "mode", only(words));
            case "reason" -> "reason " + oneOf(ReasonCategory.values(), "reason category", only(words));
            case "native" -> nativeKey(words);
            default ->
                throw new IllegalArgumentException(
                        "a line does not begin with '" + words[0] + "': use base, state, mode, native or reason");
        };
    }

    private static String stateKey(final String[] words) {
        final boolean inMode = words.length == 5 && words[2].equals("in");
        if (words.length != 3 && !inMode) {
            throw new IllegalArgumentException("write: state STATE ELEMENT, or: state STATE in MODE ELEMENT");
        }
        final MachineState state = oneOf(MachineState.values(), "state", words[1]);
        if (state == MachineState.UNKNOWN) {
            throw new IllegalArgumentException("time without data is always unknown: take the line out");
        }
        return "state " + state + (inMode ? " in " + oneOf(Mode.values(), "mode", words[3]) : "");
    }

    private static String nativeKey(final String[] words) {
        if (words.length < 3) {
            throw new IllegalArgumentException("write: native WORD ELEMENT, or: native FROM..TO ELEMENT");
        }
        final String word = Profile.word(String.join(" ", Arrays.copyOfRange(words, 1, words.length - 1)));
        final Matcher range = RANGE.matcher(word);
        if (range.matches()) {
            final String from = range.group(1);
            final String to = range.group(2);
            if (Math.max(from.length(), to.length()) > 18 || Long.parseLong(from) > Long.parseLong(to)) {
                throw new IllegalArgumentException(
                        word + " is no range: write the lower number first, each of at most 18 digits");
            }
        }
        return "native " + word;
    }

    private static String only(final String[] words) {
        if (words.length != 3) {
            throw new IllegalArgumentException("write: " + words[0] + " NAME ELEMENT");
        }
        return words[1];
    }

    private static <E extends Enum<E>> E oneOf(final E[] choices, final String what, final String word) {
        for (final E choice : choices) {
            if (choice.name().equalsIgnoreCase(word)) {
                return choice;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is no " + what + ": use one of "
                + Arrays.stream(choices).map(Enum::name).collect(Collectors.joining(", ")));
    }

    private void expectComplete() {
        final List<String> missing = new ArrayList<>();
        for (final MachineState state : MachineState.values()) {
            if (state != MachineState.UNKNOWN && !rules.containsKey("state " + state)) {
                missing.add("state " + state);
            }
        }
        for (final ReasonCategory category : ReasonCategory.values()) {
            if (!rules.containsKey("reason " + category)) {
                missing.add("reason " + category);
            }
        }
        if (!missing.isEmpty()) {
            faults.add("profile " + name + ": nothing is said of " + String.join(", ", missing)
                    + ": add a line for each, or begin with: base packml");
        }
    }
}
