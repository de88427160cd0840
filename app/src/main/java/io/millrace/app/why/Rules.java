package io.millrace.app.why;

import io.millrace.app.report.Units;
import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Fact;
import io.millrace.core.event.OperationCounting;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.Planned;
import io.millrace.core.machine.Outputs.StateInterval;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that were applied, in words. */
final class Rules {
    private static final String USUAL_WAIT = "2m";

    private Rules() {}

    static List<String> of(
            final Confirmation told,
            final Fact.@Nullable MachineDefined machine,
            final Fact.@Nullable OperationDefined operation) {
        final List<String> rules = new ArrayList<>();
        rules.add(authority(machine, operation));
        if (operation != null) {
            counting(told.machine(), operation.counting(), rules);
        }
        rules.add(trigger(told.trigger()));
        rules.add(settleAfter(machine, operation));
        rules.add(policy(operation));
        rules.add(kind(told, operation));
        rules.add("posted to " + LocalDate.ofEpochDay(told.postingDay())
                + ": the site's day of its last unit, or the first that is open for postings");
        return rules;
    }

    private static String authority(
            final Fact.@Nullable MachineDefined machine, final Fact.@Nullable OperationDefined operation) {
        if (operation != null && operation.counting().authority() != null) {
            return says(operation.counting().authority()) + ", as the operation has it";
        }
        return machine == null
                ? "nobody defined the machine: its counters count"
                : says(machine.authority()) + ", as the machine has it";
    }

    private static String says(final Authority authority) {
        return switch (authority) {
            case COUNTER -> "the machine's counters count, reports are observed";
            case REPORT -> "reports count, the machine's counters are observed";
            case NONE -> "nothing is counted here, all is observed";
        };
    }

    private static void counting(final String machine, final OperationCounting counting, final List<String> rules) {
        if (counting.factorNumerator() != counting.factorDenominator()) {
            rules.add(counting.factorNumerator() + " units per " + counting.factorDenominator()
                    + " counts of the counter");
        }
        if (!counting.countPoints().isEmpty()) {
            final boolean is = List.of(counting.countPoints().split(",")).contains(machine);
            rules.add("the machine is " + (is ? "" : "not ") + "among the operation's count points: "
                    + counting.countPoints());
        }
    }

    private static String trigger(final Confirmation.Trigger trigger) {
        return switch (trigger) {
            case QUANTITY -> "said because what was pending reached the quantity to confirm at";
            case INTERVAL -> "said because the interval passed, or the operation did not run any more";
            case MILESTONE -> "said because the operation was paused";
            case SHIFT_END -> "said because a shift ended: what was made until then";
            case COMPLETION -> "said because the operation was completed at the machine";
            case CORRECTION -> "said because less is true than was told, or something came late";
            case REQUEST -> "said because somebody asked for it";
        };
    }

    private static String settleAfter(
            final Fact.@Nullable MachineDefined machine, final Fact.@Nullable OperationDefined operation) {
        final String what = "units of the running operation are told once they are older than ";
        if (operation != null && operation.confirm().settleAfterNs() != ConfirmationPolicy.AS_THE_MACHINE) {
            return what + Times.duration(operation.confirm().settleAfterNs()) + ", as the operation has it";
        }
        return machine == null
                ? what + USUAL_WAIT + ", since nobody defined the machine"
                : what + Times.duration(machine.settleAfterNs()) + ", as the machine has it";
    }

    private static String policy(final Fact.@Nullable OperationDefined operation) {
        if (operation == null) {
            return "nobody defined the operation: told once a minute, when it is paused and at its end";
        }
        final ConfirmationPolicy policy = operation.confirm();
        final List<String> when = new ArrayList<>();
        if (policy.everyMilli() > 0) {
            when.add("every " + Units.text(policy.everyMilli()) + " units");
        }
        if (policy.intervalNs() > 0) {
            when.add("every " + Times.duration(policy.intervalNs()));
        }
        if (policy.atMilestones()) {
            when.add("when it is paused");
        }
        if (policy.atShiftEnd()) {
            when.add("when a shift ends");
        }
        when.add("at its end");
        return "the operation is told " + String.join(", ", when);
    }

    private static String kind(final Confirmation told, final Fact.@Nullable OperationDefined operation) {
        final boolean delta = operation != null && operation.confirm().correction() == CorrectionPolicy.DELTA;
        return (delta
                        ? "what was told too much is taken back by a negative difference"
                        : "what was told too much is reversed, and the rest posted anew")
                + switch (told.kind()) {
                    case PARTIAL -> "; this one adds";
                    case CORRECTION -> "; this one is a difference after the end, or instead of a reversal";
                    case REVERSAL -> "; this one takes one back, whole";
                    case FINAL -> "; this one carries no quantity";
                };
    }

    static List<String> of(final StateInterval interval) {
        final List<String> rules = new ArrayList<>();
        rules.add(
                interval.element() + " by the profile " + interval.profile() + ": state " + interval.state() + ", mode "
                        + interval.mode()
                        + (interval.nativeState().isEmpty() ? "" : ", the source's own word " + interval.nativeState())
                        + (interval.reason().isEmpty() ? ", no reason" : ", reason " + interval.reason())
                        + (interval.operation() == null ? ", no order" : ", order " + interval.operation()));
        rules.add(of(interval.planned()));
        if (interval.open()) {
            rules.add("it lasts still: its end is how far it is known");
        }
        if (interval.revision() > 0 && !interval.because().isEmpty()) {
            rules.add("restated because of: " + interval.because());
        }
        return rules;
    }

    static String of(final Planned planned) {
        final String when = planned.shift() == null
                ? planned.scheduled() ? "scheduled, no shift" : "outside all shifts"
                : "in shift " + planned.shift().name() + " of "
                        + planned.shift().date();
        return when + (planned.isBreak() ? ", in a break" : "") + ", local time of " + planned.zone();
    }
}
