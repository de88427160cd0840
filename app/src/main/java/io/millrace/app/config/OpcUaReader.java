package io.millrace.app.config;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.ingest.opcua.Monitoring;
import io.millrace.ingest.opcua.OpcUaUser;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a source of type {@code opcua}. */
final class OpcUaReader {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration LONGEST_HISTORY = Duration.ofDays(7);
    private static final Duration USUAL = Duration.ofMillis(100);
    private static final Duration SHORTEST_PUBLISHING = Duration.ofMillis(10);
    private static final Duration SHORTEST_SAMPLING = Duration.ofMillis(1);
    private static final int LONGEST_QUEUE = 10_000;
    private static final Map<String, SourceSettings.Policy> POLICIES = Arrays.stream(SourceSettings.Policy.values())
            .collect(Collectors.toMap(
                    SourceSettings.Policy::uriName, policy -> policy, (a, b) -> a, LinkedHashMap::new));

    private final SignalReader signals;
    private final Form<String> machine;
    private final Map<Signal, Monitoring> exceptions = new LinkedHashMap<>();

    OpcUaReader(final SignalReader signals, final Form<String> machine) {
        this.signals = signals;
        this.machine = machine;
    }

    SourceSettings read(final Section section, final String name, final @Nullable Login login) {
        final URI url = section.required("url", Forms.uri("opc.tcp"));
        final OpcUaUser.@Nullable Certified certified = section.has("user-certificate")
                ? section.section(
                        "user-certificate",
                        files -> new OpcUaUser.Certified(
                                files.required("certificate", files.path()), files.required("key", files.path())))
                : null;
        if (certified != null && login != null) {
            section.fault("user-certificate", "stands beside a username: a user has one or the other, remove one");
        }
        final SourceSettings.Security security = section.optional(
                "security", Forms.oneOf(SourceSettings.Security.class), SourceSettings.Security.SIGN_AND_ENCRYPT);
        final boolean open = security == SourceSettings.Security.NONE;
        final SourceSettings.Policy policy = section.optional(
                "policy",
                Forms.oneOf(POLICIES),
                open ? SourceSettings.Policy.NONE : SourceSettings.Policy.BASIC256_SHA256);
        final boolean isKnown = section.isSound("policy") && (section.isSound("security") || !section.has("security"));
        if (isKnown && open != (policy == SourceSettings.Policy.NONE)) {
            section.fault("policy", "does not go with the security: both are none, or neither is");
        }
        final Form<Path> folder = section.path();
        final Path pki = section.optional("pki", folder, folder.parse().apply("data/pki"));
        final Duration publishing =
                section.optional("publishing-interval", Forms.duration(SHORTEST_PUBLISHING, LONGEST), USUAL);
        final Monitoring usual = new Monitoring(
                (int) section.optional("sampling-interval", sampling(), USUAL).toMillis(),
                section.optional("queue-size", queue(), Monitoring.STANDARD.queueSize()),
                section.optional("trigger", trigger(), Monitoring.STANDARD.trigger()),
                Monitoring.Deadband.NONE);
        final Duration history =
                section.optional("history", Forms.duration(Duration.ZERO, LONGEST_HISTORY), Duration.ZERO);
        final List<MachineSignals> machines = SourceReader.machines(
                section, each -> signals.machine(each, machine, "node", (signal, read) -> except(signal, read, usual)));
        return new SourceSettings.OpcUa(
                name, url, login, certified, security, policy, pki, publishing, usual, exceptions, history, machines);
    }

    private void except(final Section section, final Signal signal, final Monitoring usual) {
        final String otherwise = "as the source";
        final Monitoring.Deadband deadband =
                section.optional("deadband", deadband()).orElse(Monitoring.Deadband.NONE);
        if (!deadband.isNone() && signal.kind() != Signal.Kind.COUNTER) {
            section.fault("deadband", "is for counters: every other change means something, remove it");
            return;
        }
        final Monitoring.Trigger trigger = section.inherited(
                        "trigger", trigger(), deadband.isNone() ? otherwise : "status-value")
                .orElse(deadband.isNone() ? usual.trigger() : Monitoring.Trigger.STATUS_VALUE);
        if (!deadband.isNone() && trigger != Monitoring.Trigger.STATUS_VALUE) {
            section.fault("deadband", "goes with the trigger status-value only: remove the trigger, or the deadband");
            return;
        }
        final Monitoring own = new Monitoring(
                section.inherited("sampling-interval", sampling(), otherwise)
                        .map(interval -> (int) interval.toMillis())
                        .orElse(usual.samplingIntervalMs()),
                section.inherited("queue-size", queue(), otherwise).orElse(usual.queueSize()),
                trigger,
                deadband);
        if (!own.equals(usual)) {
            exceptions.put(signal, own);
        }
    }

    private static Form<Duration> sampling() {
        return Forms.duration(SHORTEST_SAMPLING, LONGEST);
    }

    private static Form<Integer> queue() {
        return Forms.whole(1, LONGEST_QUEUE);
    }

    private static Form<Monitoring.Trigger> trigger() {
        return Forms.oneOf(Monitoring.Trigger.class);
    }

    /** A number, or a percentage of the range that the server knows. */
    private static Form<Monitoring.Deadband> deadband() {
        return new Form<>(
                Monitoring.Deadband.NONE,
                text -> {
                    final boolean percent = text.endsWith("%");
                    try {
                        return new Monitoring.Deadband(
                                Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text), percent);
                    } catch (final IllegalArgumentException impossible) {
                        throw new IllegalArgumentException(
                                "\"" + text + "\" is no deadband: write a number from 0, or a percentage up to 100%",
                                impossible);
                    }
                },
                deadband -> deadband.amount() + (deadband.percent() ? "%" : ""));
    }
}
