package io.millrace.app.plant;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import java.time.Duration;

/** Reads when and how an operation's units are told; what is not said is as in the policy it begins with. */
final class PolicyReader {
    /** For an order without a type. */
    static final ConfirmationPolicy DEFAULT = ConfirmationPolicy.of(0, 0, true, CorrectionPolicy.REVERSAL);

    private PolicyReader() {}

    static Form<Duration> upToAWeek() {
        return Forms.duration(Duration.ZERO, Duration.ofDays(7));
    }

    static ConfirmationPolicy read(final Section section, final ConfirmationPolicy base) {
        final long settleAfterNs = settleAfterNs(section, base);
        final CorrectionPolicy correction =
                section.optional("correction", Forms.oneOf(CorrectionPolicy.class), base.correction());
        final boolean mayGoNegative = section.optional("allow-negative", Forms.flag(), base.mayGoNegative());
        return section.section("confirm", confirm -> {
            if (confirm.has("at-completion")) {
                confirm.fault("at-completion", "is called at-milestones: rename it; completion is always told");
            }
            return new ConfirmationPolicy(
                    confirm.optional("every", Forms.milli(), base.everyMilli()),
                    confirm.optional("interval", upToAWeek(), Duration.ofNanos(base.intervalNs()))
                            .toNanos(),
                    confirm.optional("at-milestones", Forms.flag(), base.atMilestones()),
                    confirm.optional("at-shift-end", Forms.flag(), base.atShiftEnd()),
                    confirm.optional("with-times", Forms.flag(), base.withActivities()),
                    mayGoNegative,
                    settleAfterNs,
                    correction);
        });
    }

    private static long settleAfterNs(final Section section, final ConfirmationPolicy base) {
        final long otherwise = base.settleAfterNs();
        final String shown = otherwise == ConfirmationPolicy.AS_THE_MACHINE
                ? "as the machine"
                : upToAWeek().show().apply(Duration.ofNanos(otherwise));
        return section.inherited("settle-after", upToAWeek(), shown)
                .map(Duration::toNanos)
                .orElse(otherwise);
    }
}
