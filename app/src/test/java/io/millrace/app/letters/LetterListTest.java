package io.millrace.app.letters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class LetterListTest {
    private static final Instant TEN = Instant.parse("2026-09-21T10:00:00Z");

    private final LetterList list = new LetterList();

    @Test
    void shouldKeepTheOrderInWhichTheyWereTakenIn() {
        take(0, 0, "b", letter("mes", TEN.plusSeconds(20)));
        take(1, 0, "a", letter("mes", TEN.plusSeconds(10)));
        take(1, 1, "c", letter("mes", TEN.plusSeconds(30)));
        // The gateway's clock was set back: what came later stays later.
        take(1, 2, "d", letter("mes", TEN));
        assertThat(list.all()).extracting(Letter::id).containsExactly("a", "b", "c", "d");
    }

    @Test
    void shouldHoldTheLastDecisionWhateverIsSaidAgain() {
        final byte[] said = letter("mes", TEN);
        take(0, 0, "a", said);
        take(0, 1, "a", said);
        assertThat(list.all()).singleElement().matches(Letter::isWaiting);

        decide("a", Letter.Status.PARTLY, "entry 3: no id");
        assertThat(found("a")).matches(Letter::isWaiting);
        decide("a", Letter.Status.RESENT, "");
        take(0, 9, "a", said);

        assertThat(list.all()).singleElement().satisfies(letter -> {
            assertThat(letter.status()).isEqualTo(Letter.Status.RESENT);
            assertThat(Objects.requireNonNull(letter.decision()).actor()).isEqualTo("mary");
            assertThat(letter.said().payload()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void shouldKeepWhatTheLetterSaidWhenItIsDecided() throws Exception {
        take(0, 0, "a", letter("mes", TEN));
        final LetterDecision decision = decision(Letter.Status.PARTLY, "entry 3: no id");
        final JsonNode json = new ObjectMapper().readTree(decision.on(found("a")));
        assertThat(json.path("id").asText()).isEqualTo("a");
        assertThat(json.path("added-later").asText()).isEqualTo("kept");
        assertThat(LetterDecision.of(json)).isEqualTo(decision);
    }

    @Test
    void shouldFindADecisionWhoseLetterIsNoLongerKept() {
        take(0, 0, "a", letter("mes", TEN));
        final byte[] decided = decision(Letter.Status.DISCARDED, "").on(found("a"));
        final LetterList later = new LetterList();
        later.take(record(0, 5, "another id of the record", decided));
        assertThat(later.all()).singleElement().satisfies(letter -> {
            assertThat(letter.id()).isEqualTo("a");
            assertThat(letter.isWaiting()).isFalse();
        });
    }

    @Test
    void shouldPassWhatIsNoLetter() {
        take(0, 0, "a", "{".getBytes(StandardCharsets.UTF_8));
        take(0, 1, "b", letter("mes", TEN));
        take(0, 2, "c", "{\"status\":\"FROM_A_LATER_VERSION\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(list.all()).hasSize(1);
        assertThat(list.unreadable()).isEqualTo(2);
    }

    @Test
    void shouldChooseByAllThatIsSaid() {
        take(0, 0, "a", letter("mes", TEN));
        final Letter letter = found("a");
        assertThat(new LetterFilter("mes", "not_mapped", "acme/berlin", TEN, TEN.plusNanos(1)).fits(letter))
                .isTrue();
        assertThat(new LetterFilter("other", null, null, null, null).fits(letter))
                .isFalse();
        assertThat(new LetterFilter(null, "UNDECODABLE", null, null, null).fits(letter))
                .isFalse();
        assertThat(new LetterFilter(null, null, "acme/ber", null, null).fits(letter))
                .as("whole steps only")
                .isFalse();
        assertThat(new LetterFilter(null, null, null, TEN.plusNanos(1), null).fits(letter))
                .isFalse();
        assertThat(new LetterFilter(null, null, null, null, TEN).fits(letter)).isFalse();
    }

    @Test
    void shouldShowAPayloadAsWhatItIs() {
        assertThat(payload("{\"a\":1}", LetterText.Form.AUTO)).contains("\"a\" : 1");
        assertThat(payload("{\"a\":1", LetterText.Form.AUTO)).isEqualTo("{\"a\":1");
        assertThat(payload("\u001b[2Jgone", LetterText.Form.AUTO))
                .as("nothing that a terminal obeys")
                .isEqualTo("00000000  1b 5b 32 4a 67 6f 6e 65                          .[2Jgone");
        assertThat(payload("{\"a\":1}", LetterText.Form.TEXT)).isEqualTo("{\"a\":1}");
    }

    @Test
    void shouldSayWhatIsTooLateToBeApplied() {
        take(0, 0, "a", letter("mes", TEN));
        final long tenNs = TimeUnit.SECONDS.toNanos(TEN.getEpochSecond());
        final Event event = new Event(EventHead.of("operator", "mes", "m", tenNs, tenNs), new Fact.Tick());
        final Remapped remapped = new Remapped(List.of(event), "");
        assertThat(LetterText.outcome(found("a"), remapped, false, tenNs + 1))
                .isEqualTo("a: became 1 event; 1 too late to be applied: what they count goes to quarantine\n");
        assertThat(LetterText.outcome(found("a"), remapped, false, tenNs)).isEqualTo("a: became 1 event\n");
    }

    private static String payload(final String text, final LetterText.Form form) {
        return LetterText.payload(text.getBytes(StandardCharsets.UTF_8), form);
    }

    private Letter found(final String id) {
        return Objects.requireNonNull(list.find(id), id);
    }

    private void decide(final String id, final Letter.Status status, final String left) {
        list.take(record(0, 7, "of its own", decision(status, left).on(found(id))));
    }

    private static LetterDecision decision(final Letter.Status status, final String left) {
        return new LetterDecision(status, "mary", "mapping fixed", TEN.plusSeconds(60), 2, left);
    }

    private void take(final int partition, final long offset, final String id, final byte[] value) {
        list.take(record(partition, offset, id, value));
    }

    private static ConsumerRecord<String, byte[]> record(
            final int partition, final long offset, final String id, final byte[] value) {
        final ConsumerRecord<String, byte[]> message =
                new ConsumerRecord<>("millrace.dead-letters", partition, offset, "mes", value);
        message.headers().add("ce_id", id.getBytes(StandardCharsets.UTF_8));
        return message;
    }

    private static byte[] letter(final String source, final Instant time) {
        return """
                {"source":"%s","origin":"legacy/count","time":"%s","reason":"NOT_MAPPED","class":"TECHNICAL",
                 "machine":"acme/berlin/press/line1/press1","payload":"%s","added-later":"kept"}
                """
                .formatted(source, time, Base64.getEncoder().encodeToString("hello".getBytes(StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.UTF_8);
    }
}
