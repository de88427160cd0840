package io.millrace.ingest.shdr.tcp;

import io.millrace.core.event.Event;
import io.millrace.ingest.files.MachineFacts;
import io.millrace.ingest.shdr.ShdrLine;
import io.millrace.ingest.shdr.ShdrParser;
import io.millrace.ingest.shdr.ShdrSyntaxException;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalTranslator.Reading;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.DeadLetter.Reason;
import io.millrace.ingest.source.SourceContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** From an adapter's lines to what the gateway is offered. One thread. */
final class AdapterIntake {
    /** Where the intake puts what it makes; waits for room. */
    interface Outlet {
        void put(List<Event> message);

        void put(DeadLetter letter);
    }

    private static final String MULTILINE = "--multiline--";

    private final ShdrTcpConfig config;
    private final SourceContext context;
    private final Outlet outlet;
    private final ShdrTcpCounters counters;
    private final List<MachineIntake> machines;
    private LineTimes times;
    /** The end mark of the multi-line asset that is being passed over, empty outside of one. */
    private String assetEnd = "";

    AdapterIntake(
            final ShdrTcpConfig config,
            final SourceContext context,
            final Outlet outlet,
            final ShdrTcpCounters counters) {
        this.config = config;
        this.context = context;
        this.outlet = outlet;
        this.counters = counters;
        this.times = new LineTimes(config.times(), context.clockNs());
        this.machines = config.machines().stream()
                .filter(machine -> context.machines().contains(machine.machine()))
                .map(machine -> new MachineIntake(context, machine))
                .toList();
    }

    /** See {@link MachineIntake#connected}. */
    void connected(final long knownUntilNs, final boolean wasLost, final String cause) {
        times = new LineTimes(config.times(), context.clockNs());
        assetEnd = "";
        final long nowNs = context.clockNs().getAsLong();
        for (final MachineIntake machine : machines) {
            final List<Event> events = machine.connected(knownUntilNs, wasLost, nowNs, cause);
            if (!events.isEmpty()) {
                outlet.put(events);
            }
        }
        if (knownUntilNs > 0) {
            counters.gaps().increment();
        }
    }

    /** See {@link MachineIntake#lost}. */
    void lost(final long knownUntilNs, final String cause) {
        final long nowNs = context.clockNs().getAsLong();
        machines.forEach(machine -> outlet.put(machine.lost(knownUntilNs, nowNs, cause)));
    }

    /** @param line that is no word between adapter and agent */
    void take(final byte[] line, final boolean isCut) {
        counters.lines().increment();
        final String text = new String(line, StandardCharsets.UTF_8).stripTrailing();
        if (!assetEnd.isEmpty()) {
            takeAssetLine(line, text);
        } else if (isCut) {
            refuse(
                    Reason.TOO_LARGE,
                    "line is longer than " + config.lineBytes() + " bytes: the letter keeps these",
                    "",
                    line);
        } else if (!text.isBlank()) {
            takeObservations(line, text);
        }
    }

    private void takeAssetLine(final byte[] line, final String text) {
        if (text.equals(assetEnd)) {
            assetEnd = "";
            return;
        }
        try {
            ShdrParser.parse(text);
        } catch (final ShdrSyntaxException ofTheAsset) {
            return;
        }
        final String missing = assetEnd;
        assetEnd = "";
        refuse(Reason.UNDECODABLE, "a multi-line asset before this line has no end " + missing, "", line);
        takeObservations(line, text);
    }

    private void takeObservations(final byte[] bytes, final String text) {
        final ShdrLine line;
        try {
            line = ShdrParser.parse(text, times);
        } catch (final ShdrSyntaxException noShdr) {
            refuse(Reason.UNDECODABLE, String.valueOf(noShdr.getMessage()), "", bytes);
            return;
        }
        if (line.isAsset()) {
            final int at = text.lastIndexOf('|') + 1;
            assetEnd = text.startsWith(MULTILINE, at) ? text.substring(at) : "";
            return;
        }
        final long nowNs = context.clockNs().getAsLong();
        for (final MachineIntake machine : machines) {
            final List<Event> events = machine.take(readings(machine, line, bytes), line.timeNs(), nowNs);
            if (!events.isEmpty()) {
                outlet.put(events);
            }
        }
    }

    private List<Reading> readings(final MachineIntake machine, final ShdrLine line, final byte[] bytes) {
        final List<Reading> readings = new ArrayList<>(line.values().size());
        for (final ShdrLine.Value value : line.values()) {
            final Signal signal = machine.signal(value.key());
            if (signal == null) {
                continue;
            }
            final Reading reading = value.reading(signal);
            final String fault = MachineFacts.fault(reading);
            if (fault.isEmpty()) {
                readings.add(reading);
            } else {
                refuse(Reason.IMPOSSIBLE_VALUE, fault, machine.path(), bytes);
            }
        }
        if (machine.signal(line.dangling()) != null) {
            refuse(
                    Reason.UNDECODABLE,
                    "key " + line.dangling() + " has no value: the line seems cut off",
                    machine.path(),
                    bytes);
        }
        return readings;
    }

    private void refuse(final Reason reason, final String detail, final String machine, final byte[] bytes) {
        counters.refused().increment();
        outlet.put(new DeadLetter(
                context.source(),
                config.host() + ":" + config.port(),
                context.clockNs().getAsLong(),
                reason,
                detail,
                machine,
                "",
                "",
                bytes));
    }
}
