package io.millrace.core.posting;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.Confirmation.Kind;
import io.millrace.core.plant.Quantities;
import io.millrace.core.posting.Posting.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However confirmations and answers come, everything confirmed is posted, unposted, parked or returned, and once. */
class PostingPropertyTest {
    private static final int SEEDS = 300;

    /** What one plant and its ERP say of one operation: each list in its own order. */
    private static final class Story {
        final List<Confirmation> confirmations = new ArrayList<>();
        final List<Posting> postings = new ArrayList<>();

        Story(final Random random) {
            final List<Confirmation> standing = new ArrayList<>();
            final int[] numbers = new int[2];
            for (int i = random.nextInt(12); i >= 0; i--) {
                final int press = random.nextInt(2);
                final String machine = press == 0 ? Desk.PRESS_1 : Desk.PRESS_2;
                final Confirmation last = standing.isEmpty() ? null : standing.get(standing.size() - 1);
                if (last != null && random.nextInt(4) == 0) {
                    final int number = ++numbers[last.machine().equals(Desk.PRESS_1) ? 0 : 1];
                    confirmations.add(Desk.confirmation(
                            Kind.REVERSAL,
                            last.machine(),
                            number,
                            (int) (-last.quantity().goodMilli() / 1_000),
                            last.id()));
                    standing.remove(last);
                } else {
                    final Kind kind = random.nextBoolean() ? Kind.PARTIAL : Kind.CORRECTION;
                    standing.add(Desk.confirmation(kind, machine, ++numbers[press], 1 + random.nextInt(9)));
                    confirmations.add(standing.get(standing.size() - 1));
                }
            }
            confirmations.add(Desk.confirmation(Kind.FINAL, "", 1, 0));
            confirmations.forEach(each -> answers(each, random));
        }

        private void answers(final Confirmation to, final Random random) {
            final int tries = random.nextInt(4);
            for (int attempt = 1; attempt <= tries; attempt++) {
                final Status status = Status.values()[random.nextInt(3)];
                for (int repeats = random.nextInt(3); repeats >= 0; repeats--) {
                    postings.add(Desk.posting(to, status, attempt));
                }
            }
        }
    }

    private static Desk told(final Story story, final RejectedPolicy policy, final Random random, final int seed) {
        final Desk desk = new Desk();
        desk.policy = policy;
        int confirmed = 0;
        int answered = 0;
        while (confirmed < story.confirmations.size() || answered < story.postings.size()) {
            if (answered == story.postings.size() || confirmed < story.confirmations.size() && random.nextBoolean()) {
                desk.confirm(story.confirmations.get(confirmed++));
            } else {
                desk.answer(story.postings.get(answered++));
            }
            check(desk, story.confirmations.subList(0, confirmed), seed);
        }
        return desk;
    }

    /** Counted anew from what is open, against the figures that grew step by step. */
    private static void check(final Desk desk, final List<Confirmation> confirmations, final int seed) {
        final Map<UUID, Confirmation> gone = new LinkedHashMap<>();
        confirmations.forEach(each -> gone.put(each.id(), each));
        desk.open.keySet().forEach(gone::remove);
        final Figures figures = desk.figures();

        assertThat(figures.confirmed()).as("seed %d", seed).isEqualTo(sum(confirmations));
        assertThat(figures.posted()).as("seed %d", seed).isEqualTo(sum(List.copyOf(gone.values())));
        assertThat(figures.unposted()).as("seed %d", seed).isEqualTo(inGroup(desk, Open.Group.WAITING));
        assertThat(figures.parked()).as("seed %d", seed).isEqualTo(inGroup(desk, Open.Group.PARKED));
        assertThat(figures.returned()).as("seed %d", seed).isEqualTo(inGroup(desk, Open.Group.RETURNED));
        assertThat(figures.posted()
                        .plus(figures.unposted())
                        .plus(figures.parked())
                        .plus(figures.returned()))
                .as("seed %d", seed)
                .isEqualTo(figures.confirmed());
        if (desk.accuracy() != null && desk.accuracies.size() == 1) {
            assertThat(desk.accuracy().total()).as("seed %d", seed).isEqualTo(figures);
        }
    }

    private static Tally sum(final List<Confirmation> confirmations) {
        return new Tally(
                confirmations.size(),
                confirmations.stream().map(Confirmation::quantity).reduce(Quantities.ZERO, Quantities::plus));
    }

    private static Tally inGroup(final Desk desk, final Open.Group group) {
        return desk.open.values().stream()
                .filter(one -> one.state().group() == group)
                .map(one -> new Tally(1, one.said().quantity()))
                .reduce(Tally.NONE, Tally::plus);
    }

    @ParameterizedTest
    @EnumSource(RejectedPolicy.class)
    void shouldKeepEveryConfirmationInExactlyOnePlaceInWhateverOrderTheyCome(final RejectedPolicy policy) {
        for (int seed = 0; seed < SEEDS; seed++) {
            final Story story = new Story(new Random(seed));
            final Desk one = told(story, policy, new Random(~seed), seed);
            final Desk other = told(story, policy, new Random(seed * 31L + 7), seed);

            assertThat(one.figures().confirmed())
                    .as("seed %d", seed)
                    .isEqualTo(other.figures().confirmed());
            if (policy == RejectedPolicy.PARK) {
                assertThat(one.figures()).as("seed %d", seed).isEqualTo(other.figures());
                assertThat(one.open.keySet()).as("seed %d", seed).isEqualTo(other.open.keySet());
                assertThat(one.decisions).as("seed %d", seed).isEmpty();
            } else {
                assertThat(one.decisions.stream().map(ReturnDecision::confirmationId))
                        .as("seed %d", seed)
                        .doesNotHaveDuplicates();
            }
        }
    }
}
