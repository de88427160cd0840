package io.millrace.core.posting;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One operation's posting account at work, restarted from its bytes at every step, with all it has said. */
final class Desk implements PostingOutputs {
    static final OperationKey OPERATION = new OperationKey("1001", "0010");
    static final String PRESS_1 = "acme/berlin/press/line1/press1";
    static final String PRESS_2 = "acme/berlin/press/line1/press2";
    static final long START_NS = 1_790_000_000_000_000_000L;
    static final long SECOND_NS = 1_000_000_000L;

    final List<PostingStatus> statuses = new ArrayList<>();
    final List<ReturnDecision> decisions = new ArrayList<>();
    final List<Refused> refused = new ArrayList<>();
    final Map<UUID, Open> open = new TreeMap<>();
    final Map<String, PostingAccuracy> accuracies = new TreeMap<>();
    byte[] account = new PostingAccount(OPERATION).write();
    RejectedPolicy policy = RejectedPolicy.RETURN;
    long nowMs = START_NS / 1_000_000;

    private final Map<String, byte[]> sites = new TreeMap<>();
    private final OpenConfirmations port = new InMemory();
    private long offset;

    /** A confirmation of that number at a machine, a minute after the one before. */
    static Confirmation confirmation(
            final Confirmation.Kind kind, final String machine, final int number, final int good) {
        return confirmation(kind, machine, number, good, null);
    }

    static Confirmation confirmation(
            final Confirmation.Kind kind,
            final String machine,
            final int number,
            final int good,
            final @Nullable UUID reverses) {
        final long atNs = START_NS + number * 60 * SECOND_NS;
        return new Confirmation(
                UUID.nameUUIDFromBytes((machine + "#" + number).getBytes(StandardCharsets.UTF_8)),
                kind,
                OPERATION,
                machine,
                number,
                good(good),
                good(0),
                Activity.NONE,
                Activity.NONE,
                "FG-1",
                "PCE",
                List.of(),
                20_000,
                reverses,
                Confirmation.Trigger.QUANTITY,
                atNs,
                atNs,
                atNs,
                atNs,
                "");
    }

    static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }

    static Posting posting(final Confirmation to, final Posting.Status status, final int attempt) {
        return new Posting(to.id(), status, attempt, "", "", to.triggerGatewayNs() + 5 * SECOND_NS);
    }

    Desk confirm(final Confirmation... confirmations) {
        for (final Confirmation each : confirmations) {
            final PostingAccount restored = PostingAccount.read(account);
            restored.confirmed(each, policy, nowMs++, port, this);
            account = restored.write();
        }
        return this;
    }

    Desk answer(final Posting... postings) {
        for (final Posting each : postings) {
            final PostingAccount restored = PostingAccount.read(account);
            restored.answered(new Answer(each, 0, offset++, nowMs++), policy, port, this);
            account = restored.write();
        }
        return this;
    }

    Desk answer(final Confirmation to, final Posting.Status status) {
        return answer(posting(to, status, 1));
    }

    void expire() {
        final PostingAccount restored = PostingAccount.read(account);
        restored.expire(nowMs, this);
        account = restored.write();
    }

    Figures figures() {
        return PostingAccount.read(account).figures();
    }

    PostingStatus status() {
        return statuses.get(statuses.size() - 1);
    }

    PostingAccuracy accuracy() {
        return accuracies.get("acme/berlin");
    }

    Open.State state(final Confirmation of) {
        return open.get(of.id()).state();
    }

    @Override
    public void status(final PostingStatus status) {
        statuses.add(status);
    }

    @Override
    public void moved(final SiteChange change) {
        final byte[] stored = sites.get(change.site());
        final SiteAccount site = stored == null ? new SiteAccount(change.site()) : SiteAccount.read(stored);
        accuracies.put(change.site(), site.apply(change));
        sites.put(change.site(), site.write());
    }

    @Override
    public void decided(final ReturnDecision decision) {
        decisions.add(decision);
    }

    @Override
    public void refused(final Refused answer) {
        refused.add(answer);
    }

    /** Kept as bytes would be: written and read. */
    private final class InMemory implements OpenConfirmations {
        @Override
        public @Nullable Open get(final UUID id) {
            return open.get(id);
        }

        @Override
        public void put(final Open one) {
            open.put(one.id(), PostingCodec.open(PostingCodec.write(one)));
        }

        @Override
        public void remove(final Open one) {
            open.remove(one.id());
        }

        @Override
        public List<Open> oldest(final Open.Group group, final int most) {
            return open.values().stream()
                    .filter(one -> one.state().group() == group)
                    .sorted(Comparator.comparingLong((Open one) -> one.said().confirmedNs())
                            .thenComparing(Open::id))
                    .limit(most)
                    .toList();
        }
    }
}
