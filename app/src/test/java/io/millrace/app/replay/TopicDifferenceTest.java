package io.millrace.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.replay.ReplayRequest.Window;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicDifferenceTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final long SINCE_MS = 1_000;
    private static final long UNTIL_MS = 2_000;
    private static final long WITHIN_MS = 1_500;

    @Test
    void shouldCompareOnlyTheNewestOfWhatIsRestated() {
        final Standing live = standing("state-intervals");
        final Standing replay = standing("state-intervals");
        say(live, WITHIN_MS, "m", "{'machine':'m','from':'12:00','to':'12:05','revision':1}");
        say(live, WITHIN_MS, "m", "{'machine':'m','from':'12:00','to':'12:03','revision':2}");
        say(replay, WITHIN_MS, "m", "{'machine':'m','from':'12:00','to':'12:03','revision':2}");

        assertThat(difference("state-intervals", live, replay)).isEqualTo(none("state-intervals", 1));
    }

    @Test
    void shouldFindEveryByteThatDiffers() {
        final Standing live = standing("state-intervals");
        final Standing replay = standing("state-intervals");
        say(live, WITHIN_MS, "m", "{'machine':'m','from':'12:00','newField':{'a':1}}");
        say(replay, WITHIN_MS, "m", "{'machine':'m','from':'12:00','newField':{'a':2}}");

        final TopicDifference found = difference("state-intervals", live, replay);

        assertThat(found.different()).isEqualTo(1);
        final ReplayReport report = new ReplayReport("p", null, null, 1, List.of(), List.of(found), List.of());
        assertThat(report.isIdentical()).isFalse();
        assertThat(ReplayText.of(report, 20))
                .containsPattern("newField\\.a +live 1 +replay 2")
                .contains("state-intervals  m 12:00", "DIFFERENT");
        assertThat(ReplayText.of(report, 0)).contains("and 1 more").doesNotContain("newField");
    }

    @Test
    void shouldNotOverlookEqualFieldsInOtherBytes() {
        final Standing live = standing("balances");
        final Standing replay = standing("balances");
        say(live, WITHIN_MS, "m", "{'a':1,'b':2}");
        say(replay, WITHIN_MS, "m", "{'b':2,'a':1}");

        final TopicDifference found = difference("balances", live, replay);

        assertThat(found.different()).isEqualTo(1);
        assertThat(ReplayText.of(new ReplayReport("p", null, null, 1, List.of(), List.of(found), List.of()), 1))
                .contains("equal fields in other bytes");
    }

    @Test
    void shouldCountThroughWhatStandsEachForItself() {
        final Standing live = standing("consumption");
        final Standing replay = standing("consumption");
        say(live, WITHIN_MS, "m", "{'machine':'m','id':'c1','material':'STEEL','quantity':1}");
        say(live, WITHIN_MS, "m", "{'machine':'m','id':'c1','material':'STEEL','quantity':2}");
        say(replay, WITHIN_MS, "m", "{'machine':'m','id':'c1','material':'STEEL','quantity':1}");

        final TopicDifference found = difference("consumption", live, replay);

        assertThat(found.same()).isEqualTo(1);
        assertThat(found.onlyLive()).isEqualTo(1);
        assertThat(found.differences()).singleElement().satisfies(one -> assertThat(one.identity())
                .isEqualTo("m c1 STEEL #2"));
    }

    @Test
    void shouldTakeTheKeyWhereItKnowsNothing() {
        final Standing live = standing("some-future-topic");
        final Standing replay = standing("some-future-topic");
        say(live, WITHIN_MS, "a", "{'x':1}");
        say(replay, WITHIN_MS, "a", "{'x':1}");
        say(replay, WITHIN_MS, "b", "{'x':1}");

        final TopicDifference found = difference("some-future-topic", live, replay);

        assertThat(found)
                .extracting(TopicDifference::same, TopicDifference::onlyReplay)
                .containsExactly(1, 1);
    }

    @Test
    void shouldLeaveOutWhatOtherEventsCaused() {
        final Standing live = standing("confirmations");
        final Standing replay = standing("confirmations");
        say(live, SINCE_MS - 1, "o", "{'id':'before'}");
        say(live, SINCE_MS, "o", "{'id':'first'}");
        say(live, UNTIL_MS + 1, "o", "{'id':'after'}");
        say(replay, SINCE_MS, "o", "{'id':'first'}");

        assertThat(difference("confirmations", live, replay)).isEqualTo(none("confirmations", 1));
    }

    @Test
    void shouldNotBlameAReplayForWhatACompactedTopicHasForgotten() {
        final Standing live = standing("balances");
        final Standing replay = standing("balances");
        say(live, UNTIL_MS + 1, "moved", "{'told':2}");
        say(replay, WITHIN_MS, "moved", "{'told':1}");
        say(live, WITHIN_MS, "still there", "{'told':1}");
        say(live, UNTIL_MS + 1, "still there", "{'told':2}");
        say(replay, WITHIN_MS, "still there", "{'told':1}");

        final TopicDifference found = difference("balances", live, replay);

        assertThat(found).isEqualTo(new TopicDifference("balances", 1, 0, 0, 0, 1, List.of()));
    }

    @Test
    void shouldForgetWhatWasDeleted() {
        final Standing live = standing("downtime");
        say(live, WITHIN_MS, "m|JAM|12", "{'count':1}");
        say(live, WITHIN_MS, "m|JAM|12", null);

        assertThat(difference("downtime", live, standing("downtime"))).isEqualTo(none("downtime", 0));
    }

    @Test
    void shouldCompareDeadLettersWhereverTheyLay() {
        final Standing live = standing("dead-letters");
        final Standing replay = standing("dead-letters");
        final String letter = "{'source':'topology','reason':'UNDECODABLE','payload':'AQI=',";
        say(live, WITHIN_MS, "k", letter + "'origin':'millrace.events/1/7','topic':'millrace.events','offset':7}");
        say(live, WITHIN_MS, "k", "{'source':'mqtt','reason':'UNREADABLE','payload':'AQI='}");
        say(replay, WITHIN_MS, "k", letter + "'origin':'r.events/0/9','topic':'r.events','offset':9}");

        assertThat(difference("dead-letters", live, replay)).isEqualTo(none("dead-letters", 1));
    }

    @Test
    void shouldCompareAPairIfEitherIsInTheWindow() {
        final Standing live = standing("quantities");
        final Standing replay = standing("quantities");
        say(live, WITHIN_MS, "inside", "{'x':1}", NOON);
        say(replay, WITHIN_MS, "inside", "{'x':2}", NOON.plusSeconds(3_600));
        say(live, WITHIN_MS, "outside", "{'x':1}", NOON.minusSeconds(1));
        say(live, WITHIN_MS, "at its end", "{'x':1}", NOON.plusSeconds(60));

        final TopicDifference found =
                TopicDifference.of("quantities", live, replay, new Window(NOON, NOON.plusSeconds(60)));

        assertThat(found.differences()).singleElement().satisfies(one -> assertThat(one.identity())
                .isEqualTo("inside"));
    }

    @Test
    void shouldAddUpConfirmationsAndTakeReversalsOff() {
        final Standing live = standing("confirmations");
        final Standing replay = standing("confirmations");
        final String of = "'order':'1','operation':'2','quantity':{'good':%s,'scrap':0,'rework':0}}";
        say(live, WITHIN_MS, "1/2", "{'id':'a'," + of.formatted("12.50"));
        say(live, WITHIN_MS, "1/2", "{'id':'b'," + of.formatted("-12.5"));
        say(live, WITHIN_MS, "1/2", "{'id':'c'," + of.formatted("10"));
        say(replay, WITHIN_MS, "1/2", "{'id':'d'," + of.formatted("10.0"));

        assertThat(OperationTotal.of(live, replay, Window.ALL)).singleElement().satisfies(total -> {
            assertThat(total.operation()).isEqualTo("1/2");
            assertThat(total.isSame()).as("%s", total).isTrue();
            assertThat(total.live().confirmations()).isEqualTo(3);
        });
    }

    private static Standing standing(final String topic) {
        return new Standing(Identity.of(topic), SINCE_MS, UNTIL_MS);
    }

    private static TopicDifference difference(final String topic, final Standing live, final Standing replay) {
        return TopicDifference.of(topic, live, replay, Window.ALL);
    }

    private static TopicDifference none(final String topic, final int same) {
        return new TopicDifference(topic, same, 0, 0, 0, 0, List.of());
    }

    private static void say(final Standing at, final long causeMs, final String key, final @Nullable String json) {
        say(at, causeMs, key, json, NOON);
    }

    private static void say(
            final Standing at,
            final long causeMs,
            final String key,
            final @Nullable String json,
            final Instant sourceTime) {
        final byte[] value = json == null ? null : json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        final RecordHeaders headers = new RecordHeaders();
        headers.add("ce_time", sourceTime.toString().getBytes(StandardCharsets.UTF_8));
        at.take(new ConsumerRecord<>(
                "topic", 0, 0, causeMs, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty()));
    }
}
