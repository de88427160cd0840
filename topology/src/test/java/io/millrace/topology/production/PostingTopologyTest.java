package io.millrace.topology.production;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.Confirmation.Kind;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.posting.Figures;
import io.millrace.core.posting.Open;
import io.millrace.core.posting.Posting;
import io.millrace.core.posting.Posting.Status;
import io.millrace.core.posting.PostingAccuracy;
import io.millrace.core.posting.PostingStatus;
import io.millrace.core.posting.RejectedPolicy;
import io.millrace.core.posting.Tally;
import io.millrace.topology.fixture.Drive;
import io.millrace.topology.fixture.RandomShift;
import io.millrace.topology.fixture.Shift;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import io.millrace.topology.store.WriteBehindStore;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From confirmations to answers and back to the machines: nothing is posted twice, nothing gets lost. */
class PostingTopologyTest {
    private static final OperationKey FIRST = new OperationKey("1001", "0010");
    private static final OperationKey SECOND = new OperationKey("1002", "0010");
    private static final String PRESS_1 = "acme/berlin/press/line1/press1";
    private static final String PRESS_2 = "acme/paris/press/line1/press2";

    private final Shift press1 = new Shift(PRESS_1);
    private Drive drive = newDrive(RejectedPolicy.RETURN);

    private static Drive newDrive(final RejectedPolicy policy) {
        final Drive drive = new Drive(
                topics -> ProductionTopology.build(topics, "production", policy, new Conservation()),
                topics -> topics.events());
        return drive.pipe(
                "",
                Shift.machineDefined(PRESS_1),
                Shift.machineDefined(PRESS_2),
                Shift.operationDefined(FIRST, 20_000, 5_000),
                Shift.operationDefined(SECOND, 20_000, 5_000));
    }

    @AfterEach
    void close() {
        drive.close();
    }

    private void answer(final Confirmation to, final Status status, final int attempt) {
        final long ns = to.triggerGatewayNs() + Shift.SECOND_NS;
        final Posting posting = new Posting(to.id(), status, attempt, status == Status.POSTED ? "4711" : "", "", ns);
        drive.pipeTo(drive.topics.postings(), to.operation().text(), Json.write(posting));
    }

    private Confirmation confirmation(final int index) {
        return drive.confirmations().get(index);
    }

    private PostingStatus status(final OperationKey operation) {
        return last(drive.values(drive.topics.postingStatus(), Json::postingStatus).stream()
                .filter(status -> status.operation().equals(operation))
                .toList());
    }

    private PostingAccuracy accuracy(final String site) {
        return last(drive.values(drive.topics.postingAccuracy(), Json::postingAccuracy).stream()
                .filter(accuracy -> accuracy.site().equals(site))
                .toList());
    }

    private Balance balance() {
        return last(drive.values(drive.topics.balances(), Json::balance));
    }

    private static <T> T last(final List<T> all) {
        return all.get(all.size() - 1);
    }

    private static Tally tally(final int count, final long good) {
        return new Tally(count, good(good));
    }

    private static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }

    @Test
    void shouldShowWhatIsNotPosted() {
        drive.pipe(PRESS_1, press1.started(FIRST), press1.made(0), press1.made(5), press1.made(6));

        assertThat(status(FIRST).unposted())
                .extracting(Open::id)
                .containsExactly(confirmation(0).id(), confirmation(1).id());
        assertThat(status(FIRST).oldestUnpostedNs()).isEqualTo(confirmation(0).triggerGatewayNs());
        assertThat(accuracy("acme/berlin").total().accuracyMillionths()).isZero();

        answer(confirmation(0), Status.POSTED, 1);
        answer(confirmation(1), Status.IN_DOUBT, 1);
        assertThat(status(FIRST).figures().posted()).isEqualTo(tally(1, 5));
        assertThat(status(FIRST).figures().inDoubt()).isEqualTo(tally(1, 6));
        assertThat(accuracy("acme/berlin").oldestUnpostedNs())
                .isEqualTo(confirmation(1).triggerGatewayNs());
        assertThat(accuracy("acme/berlin").total().accuracyMillionths()).isEqualTo(500_000);
        assertThat(accuracy("acme/berlin").byUnit()).containsOnlyKeys("PCE");
    }

    @Test
    void shouldTellAgainUnderANewIdWhatTheErpRefused() {
        drive.pipe(PRESS_1, press1.started(FIRST), press1.made(0), press1.made(5), press1.made(6));
        answer(confirmation(0), Status.REJECTED, 1);
        answer(confirmation(1), Status.POSTED, 1);
        answer(confirmation(0), Status.REJECTED, 1);
        drive.pipe(PRESS_1, press1.tick(), press1.completed(FIRST));
        drive.pipe(PRESS_1, press1.passSeconds(5).tick());

        assertThat(drive.confirmations())
                .extracting(Confirmation::kind)
                .containsExactly(Kind.PARTIAL, Kind.PARTIAL, Kind.PARTIAL, Kind.FINAL);
        final Confirmation again = confirmation(2);
        assertThat(again.quantity()).isEqualTo(confirmation(0).quantity());
        assertThat(again.id()).isNotEqualTo(confirmation(0).id());
        assertThat(balance().returned()).isEqualTo(good(5));
        assertThat(balance().told()).isEqualTo(balance().attributed());

        answer(again, Status.POSTED, 1);
        answer(confirmation(3), Status.POSTED, 1);
        final Figures figures = status(FIRST).figures();
        assertThat(figures.confirmed()).isEqualTo(tally(4, 16));
        assertThat(figures.posted()).isEqualTo(new Tally(3, balance().attributed()));
        assertThat(figures.returned()).isEqualTo(new Tally(1, balance().returned()));
        assertThat(status(FIRST).finalPosted()).isTrue();
        assertThat(accuracy("acme/berlin").total().accuracyMillionths()).isEqualTo(750_000);
        assertThat(accuracy("acme/berlin").oldestUnpostedNs()).isNull();
    }

    @Test
    void shouldWriteTheDecisionAsAnEventOfTheMachine() {
        drive.pipe(PRESS_1, press1.started(FIRST), press1.made(0), press1.made(5));
        answer(confirmation(0), Status.REJECTED, 1);

        final List<Event> decisions =
                drive.values(drive.topics.events(), bytes -> new EventDecoder().decode(new UnsafeBuffer(bytes), 0));
        assertThat(decisions).hasSize(1);
        assertThat(drive.said().get(drive.topics.events()).get(0).key()).isEqualTo(PRESS_1);
        assertThat(decisions.get(0).fact()).isInstanceOf(Fact.Decision.class);
        assertThat(drive.values(drive.topics.gaps(), Json::gap))
                .as("it opens no hole")
                .isEmpty();
    }

    @Test
    void shouldParkByPolicyAndLeaveTheMachineAlone() {
        drive.close();
        drive = newDrive(RejectedPolicy.PARK);
        drive.pipe(PRESS_1, press1.started(FIRST), press1.made(0), press1.made(5));
        answer(confirmation(0), Status.REJECTED, 1);
        drive.pipe(PRESS_1, press1.tick());

        assertThat(status(FIRST).parked())
                .extracting(Open::id)
                .containsExactly(confirmation(0).id());
        assertThat(drive.confirmations()).hasSize(1);
        assertThat(balance().returned()).isEqualTo(Quantities.ZERO);

        answer(confirmation(0), Status.POSTED, 2);
        assertThat(status(FIRST).parked()).isEmpty();
        assertThat(status(FIRST).figures().posted()).isEqualTo(tally(1, 5));
    }

    /** The ids are known from a run before: this one reads the answers first. */
    @Test
    void shouldKeepAnswersThatAreReadBeforeTheirConfirmations() {
        final byte[][] events = {press1.started(FIRST), press1.made(0), press1.made(5), press1.made(6)};
        drive.pipe(PRESS_1, events);
        final List<Confirmation> known = drive.confirmations();
        drive.close();
        drive = newDrive(RejectedPolicy.RETURN);
        known.forEach(each -> answer(each, Status.POSTED, 1));
        assertThat(drive.said()).doesNotContainKey(drive.topics.postingStatus());
        drive.pipe(PRESS_1, events);

        assertThat(status(FIRST).figures().posted()).isEqualTo(tally(2, 11));
        assertThat(status(FIRST).unposted()).isEmpty();
    }

    @Test
    void shouldMakeDeadLettersOfWhatIsNoAnswerOrAnswersNothing() {
        drive.pipe(PRESS_1, press1.started(FIRST), press1.made(0), press1.made(5));
        final byte[] unknown = Json.write(new Posting(new UUID(1, 2), Status.POSTED, 0, "4712", "", Shift.START_NS));
        drive.pipeTo(drive.topics.postings(), FIRST.text(), "{}".getBytes(StandardCharsets.UTF_8), unknown);
        drive.pipeTo(drive.topics.postings(), "", unknown);
        answer(confirmation(0), Status.REJECTED, 1);
        answer(confirmation(0), Status.POSTED, 2);
        drive.passHours(26).pipe(PRESS_1, press1.made(5)).passHours(2).pipe(PRESS_1, press1.made(5));

        assertThat(drive.values(drive.topics.deadLetters(), Json::deadLetter))
                .extracting(DeadLetter::reason)
                .containsExactly("UNDECODABLE", "UNDECODABLE", "POSTED_AFTER_RETURN", "UNKNOWN_CONFIRMATION");
        final DeadLetter last = last(drive.values(drive.topics.deadLetters(), Json::deadLetter));
        assertThat(last.payload()).isEqualTo(unknown);
        assertThat(last.origin()).startsWith(drive.topics.postings() + "/");
    }

    @Test
    void shouldAddUpSitesApart() {
        final Shift press2 = new Shift(PRESS_2);
        drive.pipe(PRESS_1, press1.started(FIRST), press1.made(0), press1.made(5))
                .pipe(PRESS_2, press2.started(SECOND), press2.made(0), press2.made(7), press2.made(8));
        answer(confirmation(0), Status.POSTED, 1);

        assertThat(accuracy("acme/berlin").total().accuracyMillionths()).isEqualTo(1_000_000);
        assertThat(accuracy("acme/paris").total().unposted()).isEqualTo(tally(2, 15));
    }

    /** However the ERP answers: what it has is what the machines attributed, and the sites say the same as the operations. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldConserveWhateverTheErpAnswers(final long seed) {
        final Random erp = new Random(seed);
        final RandomShift shift = new RandomShift(PRESS_1, seed, List.of(FIRST, SECOND));
        final Map<UUID, Integer> attempts = new HashMap<>();
        for (final byte[] event : shift.events) {
            drive.pipe(PRESS_1, event);
            for (final Confirmation each : List.copyOf(drive.confirmations())) {
                if (erp.nextInt(4) == 0 && attempts.getOrDefault(each.id(), 0) < 2) {
                    answer(each, Status.values()[erp.nextInt(3)], attempts.merge(each.id(), 1, Integer::sum));
                }
            }
        }
        drive.pipe(PRESS_1, tickAfter(shift.events));
        final Map<String, PostingStatus> statuses = new HashMap<>();
        drive.values(drive.topics.postingStatus(), Json::postingStatus)
                .forEach(status -> statuses.put(status.operation().text(), status));
        final Figures total = accuracy("acme/berlin").total();

        assertThat(total.returned().count())
                .as("seed %d: the ERP refused something", seed)
                .isPositive();
        assertThat(statuses.values().stream()
                        .mapToLong(each -> each.figures().confirmed().count())
                        .sum())
                .as("seed %d", seed)
                .isEqualTo(drive.confirmations().size())
                .isEqualTo(total.confirmed().count());
        assertThat(total.confirmed().quantity().minus(total.returned().quantity()))
                .as("seed %d: confirmed less returned is told", seed)
                .isEqualTo(balance().told());
        assertThat(total.returned().quantity())
                .as("seed %d", seed)
                .isEqualTo(balance().returned());
        assertThat(balance().attributed())
                .as("seed %d", seed)
                .isEqualTo(balance().told().plus(balance().pending()));
    }

    @Test
    void shouldDropFromTheStoresWhatNobodyAnswersForAYear() {
        drive.pipe(PRESS_1, press1.started(FIRST), press1.made(0), press1.made(5), press1.completed(FIRST));
        drive.passHours(24 * 366).pipe(PRESS_1, press1.started(SECOND), press1.made(5));

        @SuppressWarnings("unchecked")
        final KeyValueStore<String, byte[]> accounts =
                ((WriteBehindStore<String>) drive.driver.getStateStore(PostingProcessor.POSTINGS)).entries();
        final KeyValueStore<Bytes, byte[]> open = drive.driver.getKeyValueStore(PostingProcessor.UNPOSTED);
        assertThat(accounts.get(FIRST.text())).isNull();
        assertThat(accounts.get(SECOND.text())).isNotNull();
        try (KeyValueIterator<Bytes, byte[]> left = open.all()) {
            left.forEachRemaining(entry -> assertThat(new String(entry.key.get(), StandardCharsets.ISO_8859_1))
                    .startsWith(SECOND.text()));
        }
        assertThat(accuracy("acme/berlin").oldestUnpostedNs())
                .isEqualTo(last(drive.confirmations()).triggerGatewayNs());
    }

    @ParameterizedTest
    @EnumSource(RejectedPolicy.class)
    void shouldReadWhatItWrites(final RejectedPolicy policy) {
        drive.close();
        drive = newDrive(policy);
        drive.pipe(PRESS_1, press1.started(FIRST), press1.made(0), press1.made(5), press1.made(6), press1.made(7));
        answer(confirmation(0), Status.REJECTED, 1);
        answer(confirmation(1), Status.IN_DOUBT, 0);

        for (final byte[] json : drive.values(drive.topics.postingStatus(), bytes -> bytes)) {
            assertThat(Json.write(Json.postingStatus(json))).isEqualTo(json);
        }
        for (final byte[] json : drive.values(drive.topics.postingAccuracy(), bytes -> bytes)) {
            assertThat(Json.write(Json.postingAccuracy(json))).isEqualTo(json);
        }
        for (final byte[] json : drive.values(drive.topics.postingChanges(), bytes -> bytes)) {
            assertThat(Json.write(Json.siteChange(json))).isEqualTo(json);
        }
    }

    private static byte[] tickAfter(final List<byte[]> events) {
        final EventHead last =
                new EventDecoder().decode(new UnsafeBuffer(last(events)), 0).head();
        final long ns = last.gatewayTimeNs() + 10 * Shift.SECOND_NS;
        final EventHead head = EventHead.of("gw1", "plc", last.machine(), ns, ns);
        return Shift.encode(new Event(head.withTransport(1, last.sequence() + 1), new Fact.Tick()));
    }

    /** Two runs, one of which forgets everything that is not in the stores after every record. */
    @ParameterizedTest
    @EnumSource(RejectedPolicy.class)
    void shouldSayTheSameAfterRestarts(final RejectedPolicy policy) {
        drive.pipe(PRESS_1, press1.started(FIRST), press1.made(0), press1.made(5), press1.made(6), press1.made(7));
        final List<Confirmation> confirmations = drive.confirmations();

        final List<String> straight = PostingTask.run(confirmations, policy, false);
        assertThat(straight).hasSizeGreaterThan(confirmations.size());
        assertThat(PostingTask.run(confirmations, policy, true)).isEqualTo(straight);
    }
}
