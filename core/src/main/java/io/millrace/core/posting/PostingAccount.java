package io.millrace.core.posting;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.MachineAccount;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.posting.Open.Group;
import io.millrace.core.posting.Open.Said;
import io.millrace.core.posting.Open.State;
import io.millrace.core.posting.PostingOutputs.Answer;
import io.millrace.core.posting.PostingOutputs.Refused;
import io.millrace.core.posting.PostingOutputs.Why;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One operation's confirmations and what the ERP answered, in any order. Every confirmation is in exactly one of posted, unposted
 * (in doubt or not), parked and returned. Posted is for good; a returned one is never posted, since its quantity is told again.
 * What it keeps itself is bounded; what is open lies behind {@link OpenConfirmations}. Pure beside that port; not thread-safe.
 */
public final class PostingAccount {
    /** A status lists at most so many confirmations of each group; the figures are of all. */
    public static final int LISTED = 10;
    /** A confirmation with more than so many younger ones in its ledger is not returned: a ledger remembers its last 32 only. */
    static final int RETURNABLE = 16;
    /** Returns of one ledger with nothing posted in between: more would go round for ever in an order the ERP has closed. */
    static final int RETURNS_IN_A_ROW = 10;
    /** Answers kept that came before their confirmation. */
    static final int EARLY = 64;
    /** Posted confirmations kept by their ids: a repeated answer is then known for what it is. */
    static final int REMEMBERED = 64;
    /** Returned confirmations kept: a machine that reversed one before it heard of the return has not returned it. */
    static final int RETURNED_KEPT = 32;
    /** An answer whose confirmation has not come after so long was to none. */
    public static final long EARLY_MS = 24 * 3_600_000L;

    private static final int FORMAT = 1;
    private static final long DAY_MS = 24 * 3_600_000L;
    private static final long DAY_NS = DAY_MS * 1_000_000L;
    /** Corrections come within the horizon of a week; another makes sure. */
    private static final long FINISHED_KEPT_MS = 14 * DAY_MS;

    private static final long IDLE_KEPT_MS = 90 * DAY_MS;
    private static final long OPEN_KEPT_MS = 365 * DAY_MS;

    /** What the confirmations of one machine have shown of its ledger. */
    private record Ledger(int newestNumber, long newestGatewayNs, int returnsInARow) {
        Ledger withReturns(final int inARow) {
            return new Ledger(newestNumber, newestGatewayNs, inARow);
        }
    }

    private record Share(String site, String unit) {}

    private final OperationKey operation;
    private final TreeMap<String, Ledger> ledgers = new TreeMap<>();
    private final List<Answer> early = new ArrayList<>();
    private final List<UUID> posted = new ArrayList<>();
    private Figures figures = Figures.NONE;
    private String unit = "";
    private boolean finalPosted;
    private int returnedKept;
    private @Nullable Long oldestSaid;
    private long touchedMs;
    /** Of the record that is now taken in. */
    private final Map<Share, Figures> differences = new LinkedHashMap<>();

    private boolean isChanged;

    public PostingAccount(final OperationKey operation) {
        this.operation = operation;
    }

    /**
     * Takes in a confirmation of this operation; one it knows already changes nothing.
     *
     * @param takenMs the record's time, milliseconds since the epoch
     */
    public void confirmed(
            final Confirmation confirmation,
            final RejectedPolicy policy,
            final long takenMs,
            final OpenConfirmations open,
            final PostingOutputs out) {
        touchedMs = Math.max(touchedMs, takenMs);
        if (open.get(confirmation.id()) != null || posted.contains(confirmation.id())) {
            return;
        }
        note(confirmation);
        final Open added = new Open(Said.of(confirmation, site(confirmation)), State.UNPOSTED, false, null);
        open.put(added);
        differ(added.said(), Figures.confirmed(tally(added)));
        if (confirmation.reverses() != null) {
            takeBack(confirmation.reverses(), open);
        }
        for (final Answer answer : List.copyOf(early)) {
            if (answer.posting().confirmationId().equals(confirmation.id())) {
                early.remove(answer);
                apply(answer, policy, open, out);
            }
        }
        say(confirmation.triggerGatewayNs(), open, out);
    }

    /** Takes in an answer; one to a confirmation that has not come yet is kept for it. */
    public void answered(
            final Answer answer, final RejectedPolicy policy, final OpenConfirmations open, final PostingOutputs out) {
        touchedMs = Math.max(touchedMs, answer.takenMs());
        final UUID id = answer.posting().confirmationId();
        if (open.get(id) != null) {
            apply(answer, policy, open, out);
            say(answer.posting().timeNs(), open, out);
        } else if (!posted.contains(id)
                && early.stream().noneMatch(one -> one.posting().equals(answer.posting()))) {
            early.add(answer);
            if (early.size() > EARLY) {
                out.refused(unknown(early.remove(0)));
            }
        }
    }

    private void note(final Confirmation confirmation) {
        if (!confirmation.unit().isEmpty()) {
            unit = confirmation.unit();
        }
        if (!confirmation.machine().isEmpty()) {
            ledgers.merge(
                    confirmation.machine(),
                    new Ledger(confirmation.number(), confirmation.triggerGatewayNs(), 0),
                    (one, other) -> new Ledger(
                            Math.max(one.newestNumber, other.newestNumber),
                            Math.max(one.newestGatewayNs, other.newestGatewayNs),
                            one.returnsInARow));
        }
    }

    /** A FINAL has no machine: it counts at a site of those that ran the operation, or at none if they told nothing. */
    private String site(final Confirmation confirmation) {
        if (!confirmation.machine().isEmpty()) {
            return SiteChange.siteOf(confirmation.machine());
        }
        return ledgers.isEmpty() ? "" : SiteChange.siteOf(ledgers.firstKey());
    }

    /** What its machine has reversed it did not return: the decision came too late there. */
    private void takeBack(final UUID reversed, final OpenConfirmations open) {
        final Open target = open.get(reversed);
        if (target == null) {
            return;
        }
        if (target.state() == State.RETURNED) {
            returnedKept--;
            differ(
                    target.said(),
                    Figures.in(State.PARKED, tally(target)).minus(Figures.in(State.RETURNED, tally(target))));
            open.put(new Open(target.said(), State.PARKED, true, target.answer()));
        } else {
            open.put(target.takenBack());
        }
    }

    private void apply(
            final Answer answer, final RejectedPolicy policy, final OpenConfirmations open, final PostingOutputs out) {
        final Posting posting = answer.posting();
        final Open target = open.get(posting.confirmationId());
        if (target == null) {
            return; // posted by an earlier answer
        }
        switch (posting.status()) {
            case POSTED -> onPosted(target, answer, open, out);
            case IN_DOUBT -> {
                if (target.isWaiting() && !isOutdated(target, posting)) {
                    move(target, State.IN_DOUBT, posting, open);
                }
            }
            case REJECTED -> {
                if (target.isWaiting() && !isOutdated(target, posting)) {
                    onRejected(target, posting, policy, open, out);
                } else if (target.state() == State.PARKED) {
                    move(target, State.PARKED, posting, open);
                }
            }
        }
    }

    /** The answer to an earlier try than the last one answered. */
    private static boolean isOutdated(final Open target, final Posting posting) {
        return posting.attempt() > 0
                && target.answer() != null
                && posting.attempt() < target.answer().attempt();
    }

    private void onPosted(
            final Open target, final Answer answer, final OpenConfirmations open, final PostingOutputs out) {
        if (target.state() == State.RETURNED) {
            out.refused(new Refused(
                    answer,
                    Why.POSTED_AFTER_RETURN,
                    "posted as document '" + answer.posting().document() + "' after it was refused and returned: its"
                            + " quantity is told again, so take back one of the two in the ERP"));
            return;
        }
        open.remove(target);
        posted.add(target.id());
        if (posted.size() > REMEMBERED) {
            posted.remove(0);
        }
        ledgers.computeIfPresent(target.said().machine(), (machine, ledger) -> ledger.withReturns(0));
        finalPosted |= target.said().kind() == Confirmation.Kind.FINAL;
        differ(target.said(), Figures.posted(tally(target)).minus(Figures.in(target.state(), tally(target))));
    }

    private void onRejected(
            final Open target,
            final Posting posting,
            final RejectedPolicy policy,
            final OpenConfirmations open,
            final PostingOutputs out) {
        differ(target.said(), Figures.rejected(tally(target)));
        if (policy == RejectedPolicy.PARK || !isReturnable(target, posting)) {
            move(target, State.PARKED, posting, open);
            return;
        }
        move(target, State.RETURNED, posting, open);
        ledgers.put(target.said().machine(), ledger(target).withReturns(ledger(target).returnsInARow + 1));
        returnedKept++;
        if (returnedKept > RETURNED_KEPT) {
            open.oldest(Group.RETURNED, 1).forEach(open::remove);
            returnedKept--;
        }
        out.decided(new ReturnDecision(
                target.said().machine(),
                target.id(),
                posting.attempt(),
                posting.reason(),
                ledger(target).newestGatewayNs));
    }

    /**
     * Whether its machine can still take it back into what is pending. It forgets a ledger a horizon after its last confirmation,
     * and drops a decision from before the horizon: a day earlier it is for somebody to decide.
     */
    private boolean isReturnable(final Open target, final Posting posting) {
        final Said said = target.said();
        if (target.reversed() || said.kind() == Confirmation.Kind.REVERSAL || said.kind() == Confirmation.Kind.FINAL) {
            return false;
        }
        final Ledger ledger = ledger(target);
        return ledger.returnsInARow < RETURNS_IN_A_ROW
                && ledger.newestNumber - said.number() <= RETURNABLE
                && posting.timeNs() - ledger.newestGatewayNs < MachineAccount.HORIZON_NS - DAY_NS;
    }

    private Ledger ledger(final Open target) {
        return Objects.requireNonNull(ledgers.get(target.said().machine()));
    }

    private void move(final Open target, final State to, final Posting by, final OpenConfirmations open) {
        if (target.state() == to && by.equals(target.answer())) {
            return;
        }
        differ(target.said(), Figures.in(to, tally(target)).minus(Figures.in(target.state(), tally(target))));
        open.put(target.answered(to, by));
    }

    private static Tally tally(final Open open) {
        return Tally.one(open.said().quantity());
    }

    private void differ(final Said said, final Figures difference) {
        isChanged = true;
        figures = figures.plus(difference);
        if (!said.site().isEmpty()) {
            differences.merge(new Share(said.site(), said.unit()), difference, Figures::plus);
        }
    }

    private void say(final long asOfNs, final OpenConfirmations open, final PostingOutputs out) {
        if (!isChanged) {
            return;
        }
        isChanged = false;
        final List<Open> waiting = open.oldest(Group.WAITING, LISTED);
        final Long oldest = waiting.isEmpty() ? null : waiting.get(0).said().confirmedNs();
        differences.values().removeIf(Figures.NONE::equals);
        if (!Objects.equals(oldest, oldestSaid)) {
            sites().forEach(site -> differences.putIfAbsent(new Share(site, unit), Figures.NONE));
            oldestSaid = oldest;
        }
        differences.forEach((share, difference) ->
                out.moved(new SiteChange(share.site, operation, share.unit, difference, oldest, asOfNs)));
        differences.clear();
        out.status(new PostingStatus(
                operation,
                unit,
                figures,
                oldest,
                finalPosted,
                waiting,
                open.oldest(Group.PARKED, LISTED),
                open.oldest(Group.RETURNED, LISTED),
                asOfNs));
    }

    private TreeSet<String> sites() {
        final TreeSet<String> sites = new TreeSet<>();
        ledgers.keySet().forEach(machine -> sites.add(SiteChange.siteOf(machine)));
        return sites;
    }

    /**
     * Refuses the answers whose confirmations have not come in time.
     *
     * @param nowMs as far as the records' times have come
     * @return true if that changed something
     */
    public boolean expire(final long nowMs, final PostingOutputs out) {
        return early.removeIf(answer -> {
            final boolean expired = answer.takenMs() < nowMs - EARLY_MS;
            if (expired) {
                out.refused(unknown(answer));
            }
            return expired;
        });
    }

    private Refused unknown(final Answer answer) {
        return new Refused(
                answer,
                Why.UNKNOWN_CONFIRMATION,
                "operation " + operation + " has no confirmation "
                        + answer.posting().confirmationId()
                        + ": write answers under the key and with the id of the confirmation they answer");
    }

    /**
     * True if nothing has been heard of the operation for long: two weeks after everything was posted with its FINAL, three months if
     * no FINAL came, a year if something is still open, as where nobody writes answers.
     *
     * @param nowMs as far as the records' times have come
     */
    public boolean isForgettable(final long nowMs) {
        return early.isEmpty() && touchedMs <= nowMs - keptMs();
    }

    private long keptMs() {
        if (figures.confirmed().count() == 0) {
            return 0;
        }
        final boolean isOpen =
                figures.unposted().count() > 0 || figures.parked().count() > 0;
        return isOpen ? OPEN_KEPT_MS : finalPosted ? FINISHED_KEPT_MS : IDLE_KEPT_MS;
    }

    /** Says what the site has to hear before the account is dropped with all that is open: its sums stay, its oldest goes. */
    public void forget(final PostingOutputs out) {
        if (oldestSaid != null) {
            final long asOfNs = oldestSaid;
            sites().forEach(site -> out.moved(new SiteChange(site, operation, unit, Figures.NONE, null, asOfNs)));
        }
    }

    public OperationKey operation() {
        return operation;
    }

    /** What became of all its confirmations. */
    public Figures figures() {
        return figures;
    }

    public byte[] write() {
        final BinaryWriter out = new BinaryWriter().u8(FORMAT);
        out.text(operation.order()).text(operation.operation()).text(unit).flag(finalPosted);
        out.number(returnedKept).number(touchedMs).flag(oldestSaid != null);
        out.number(oldestSaid == null ? 0 : oldestSaid);
        PostingCodec.figures(figures, out);
        out.number(ledgers.size());
        ledgers.forEach((machine, ledger) -> out.text(machine)
                .number(ledger.newestNumber)
                .number(ledger.newestGatewayNs)
                .number(ledger.returnsInARow));
        out.number(posted.size());
        posted.forEach(id -> PostingCodec.id(id, out));
        out.number(early.size());
        for (final Answer answer : early) {
            PostingCodec.posting(answer.posting(), out);
            out.number(answer.partition()).number(answer.offset()).number(answer.takenMs());
        }
        return out.toBytes();
    }

    /** @throws io.millrace.core.binary.NewerVersionException if a newer program wrote it */
    public static PostingAccount read(final byte[] stored) {
        final BinaryReader in = new BinaryReader(stored);
        in.format(FORMAT, "an operation's posting account");
        final PostingAccount account = new PostingAccount(new OperationKey(in.text(), in.text()));
        account.unit = in.text();
        account.finalPosted = in.flag();
        account.returnedKept = (int) in.number();
        account.touchedMs = in.number();
        final boolean hasOldest = in.flag();
        final long oldest = in.number();
        account.oldestSaid = hasOldest ? (Long) oldest : null;
        account.figures = PostingCodec.figures(in);
        for (int machines = in.count(); machines > 0; machines--) {
            account.ledgers.put(in.text(), new Ledger((int) in.number(), in.number(), (int) in.number()));
        }
        for (int ids = in.count(); ids > 0; ids--) {
            account.posted.add(PostingCodec.id(in));
        }
        for (int answers = in.count(); answers > 0; answers--) {
            account.early.add(new Answer(PostingCodec.posting(in), (int) in.number(), in.number(), in.number()));
        }
        return account;
    }
}
