package io.millrace.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Fact.ConnectionChanged;
import io.millrace.core.event.Fact.CounterReading;
import io.millrace.core.event.Fact.SourceGap;
import io.millrace.core.event.Fact.StateChanged;
import org.junit.jupiter.api.Test;

/** What an edge node's machines say while this host has lost its MQTT server, and when it is back. */
class EdgeNodeConnectionTest extends EdgeNodeRig {
    @Test
    void shouldDeclareAGapOverTheLossAndTheWaitForTheBirth() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();
        nowMs = 40_000;
        node.onConnectionLost(0, ns(8_000), ns(nowMs), "lost");
        assertThat(node.isReady()).isFalse();
        nowMs = 50_000;
        node.onConnected(0, ns(nowMs));
        assertThat(requests).containsExactly("Berlin/line2: " + EdgeNode.CONNECTED);
        assertThat(inlet.facts(SourceGap.class))
                .as("from the last message that was taken")
                .hasSize(2)
                .containsOnly(new SourceGap(ns(10_000), ns(50_000), "lost"));

        inlet.messages.clear();
        nowMs = 50_200;
        seq = 0;
        born(5_000, 50_100, 1);

        assertThat(inlet.facts(SourceGap.class)).containsOnly(new SourceGap(ns(50_000), ns(50_200), "no birth yet"));
        assertThat(timeOf(StateChanged.class)).as("the state").isEqualTo(ns(50_200));
        assertThat(timeOf(CounterReading.class)).as("the counter").isEqualTo(ns(5_000));
        assertThat(counters.gaps().sum()).isEqualTo(4);
    }

    @Test
    void shouldSayOnceThatNothingIsKnownFromWhereTheGapWillStart() throws MalformedPayloadException {
        born(5_000);
        inlet.messages.clear();

        nowMs = 40_000;
        node.onConnectionLost(0, ns(20_000), ns(nowMs), "lost");

        assertThat(inlet.events()).hasSize(2).allSatisfy(event -> {
            assertThat(event.fact()).isEqualTo(new ConnectionChanged(false, "lost"));
            assertThat(event.head().sourceTimeNs()).isEqualTo(ns(20_000));
            assertThat(event.head().gatewayTimeNs()).isEqualTo(ns(40_000));
        });
        assertThat(inlet.events()).extracting(event -> event.head().machine()).containsExactlyInAnyOrder(MILL1, LINE2);

        inlet.messages.clear();
        nowMs = 50_000;
        node.onConnected(0, ns(nowMs));

        assertThat(inlet.facts())
                .as("back, then the gap")
                .containsExactly(
                        new ConnectionChanged(true, "connected again"),
                        new ConnectionChanged(true, "connected again"),
                        new SourceGap(ns(20_000), ns(50_000), "lost"),
                        new SourceGap(ns(20_000), ns(50_000), "lost"));
        assertThat(timeOf(ConnectionChanged.class)).isEqualTo(ns(50_000));
    }

    @Test
    void shouldTrustTheLastMessageMoreThanTheKeepAlive() throws MalformedPayloadException {
        born(5_000);
        nowMs = 40_000;
        node.onConnectionLost(0, ns(8_000), ns(nowMs), "lost");

        assertThat(timeOf(ConnectionChanged.class)).isEqualTo(ns(10_000));
    }

    @Test
    void shouldNotLetTheStateOutlastTheConnection() throws MalformedPayloadException {
        born(10_000);
        nowMs = 10_500;
        node.onConnectionLost(0, ns(8_000), ns(nowMs), "lost");

        assertThat(timeOf(MILL1, ConnectionChanged.class))
                .as("two states of one instant have no order that means something")
                .isEqualTo(ns(10_000) + 1);
        assertThat(timeOf(LINE2, ConnectionChanged.class))
                .as("has told no state")
                .isEqualTo(ns(10_000));
    }

    @Test
    void shouldNotPlaceTheLossAfterItWasNoticedForAClockThatIsAhead() throws MalformedPayloadException {
        born(30_000);
        nowMs = 10_500;
        node.onConnectionLost(0, ns(8_000), ns(nowMs), "lost");

        assertThat(timeOf(MILL1, ConnectionChanged.class)).isEqualTo(ns(10_000));
    }

    private long timeOf(final String machine, final Class<?> kind) {
        return inlet.events().stream()
                .filter(event -> event.head().machine().equals(machine) && kind.isInstance(event.fact()))
                .findFirst()
                .orElseThrow()
                .head()
                .sourceTimeNs();
    }
}
