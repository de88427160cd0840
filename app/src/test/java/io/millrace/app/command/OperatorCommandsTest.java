package io.millrace.app.command;

import static io.millrace.app.command.PlantAtWork.FIRST;
import static io.millrace.app.command.PlantAtWork.S;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.topology.record.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of operators on a running plant: quarantine, settle, audit and why. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class OperatorCommandsTest {
    private static final String LINE = "acme/berlin/press/line1";

    @TempDir
    private static Path folder;

    private static PlantAtWork plant;

    @BeforeAll
    static void start() throws Exception {
        plant = new PlantAtWork(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (plant != null) {
            plant.close();
        }
    }

    @Test
    void shouldDecideOnceAndOnTheRecord() throws Exception {
        final String press = LINE + "/press1";
        final Quarantined open = goBack(press);
        final int before = decisions(press).size();

        assertThat(plant.run("quarantine", "list")).isZero();
        assertThat(plant.out.toString()).contains(press, open.id(), "BACKWARDS", "OPEN", " 3 ");
        assertThat(plant.run("quarantine", "reject", press, open.id(), "no-such", "--reason", "x"))
                .isEqualTo(1);
        assertThat(plant.err.toString()).contains("has no no-such", "Nothing was written");
        assertThat(plant.run("quarantine", "accept", press, open.id()))
                .as("without a reason")
                .isEqualTo(2);
        assertThat(decisions(press)).hasSize(before);

        assertThat(plant.run("quarantine", "accept", press, open.id(), "--reason", "new counter", "--actor", "mary"))
                .isZero();
        assertThat(plant.out.toString())
                .contains("goes on from its first reading", "not counted")
                .contains("every step since then is counted, 3 units of which", "follows with its next tick");
        assertThat(decisions(press)).singleElement().satisfies(event -> {
            assertThat(event.fact()).asString().contains("QUARANTINE_ACCEPTED", open.id(), "mary", "new counter");
            assertThat(event.head().gateway()).isEqualTo("operator");
            assertThat(event.head().sequence()).isEqualTo(1);
            assertThat(event.head().incarnation()).isGreaterThan(plant.startNs / 1_000_000);
            assertThat(event.head().sourceEventId()).hasSize(36);
        });

        assertThat(plant.run("quarantine", "accept", press, open.id(), "--reason", "again"))
                .isEqualTo(1);
        assertThat(plant.err.toString()).contains("decided already: ACCEPTED");
        assertThat(decisions(press)).hasSize(1);
        assertThat(plant.run("quarantine", "list", "--all", "--json")).isZero();
        assertThat(plant.out.toString()).contains("\"machine\":\"" + press + "\"", "\"status\":\"ACCEPTED\"");
    }

    @Test
    void shouldDeclareLostWhatIsRejected() throws Exception {
        final String press = LINE + "/press2";
        final Quarantined open = goBack(press);
        assertThat(plant.run("quarantine", "reject", press, open.id(), "--reason", "test run"))
                .isZero();
        assertThat(plant.out.toString()).contains("3 units are declared lost");
        plant.say(press, 5_400, new Fact.Tick());
        plant.await(
                "the balance",
                plant.topics().balances(),
                Json::balance,
                balance -> balance.machine().equals(press)
                        && balance.declaredLostMilli() == 3_000
                        && balance.quarantinedMilli() == 0);
    }

    @Test
    void shouldSettleOnRequestAndRefuseAMachineNobodyKnows() throws Exception {
        assertThat(plant.run("settle", LINE + "/press99")).isEqualTo(1);
        assertThat(plant.err.toString()).contains("was ever heard of");

        final String press = LINE + "/press3";
        plant.define(press);
        plant.say(press, 0, reading(0), started());
        plant.say(press, 60, reading(4), new Fact.Tick());
        awaitBalance(press, 60);
        assertThat(plant.run("settle", press, "--reason", "stocktaking")).isZero();
        final Confirmation told = awaitTold(press, Confirmation.Trigger.REQUEST);
        assertThat(told.quantity().goodMilli()).isEqualTo(4_000);
    }

    @Test
    void shouldAuditAndExplainAPlant() throws Exception {
        final String press = LINE + "/press4";
        work(press);

        final Path report = folder.resolve("audit.json");
        assertThat(plant.run("audit", "--report", report.toString()))
                .as("%s%s", plant.out, plant.err)
                .isZero();
        assertThat(plant.out.toString())
                .contains(press, "1001/0010", "BALANCED")
                .doesNotContain("NOT BALANCED");
        final JsonNode audit = new ObjectMapper().readTree(report.toFile());
        assertThat(audit.path("shifts").path("rows"))
                .filteredOn(row -> row.path("machine").asText().equals(press))
                .as("shifts that are whole and over")
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(row -> assertThat(row.path("piecesNs").asLong()).isEqualTo(1_800 * S));
        assertThat(audit.path("operations")
                        .path("rows")
                        .path(0)
                        .path("operation")
                        .asText())
                .isEqualTo("1001/0010");

        explainConfirmation(press);
        explainTime(press);
        assertThat(metrics())
                .contains("millrace_conservation_difference 0.0")
                .containsPattern("millrace_conservation_machines [1-9]")
                .contains("millrace_conservation_machines_out_of_balance 0.0");

        forgeAConfirmation(press);
        assertThat(plant.run("audit")).isEqualTo(1);
        assertThat(plant.out.toString()).contains("NOT BALANCED", "1 confirmation ids were seen more than once");
    }

    private static void explainConfirmation(final String press) throws Exception {
        final Confirmation first = awaitTold(press, Confirmation.Trigger.QUANTITY);
        assertThat(plant.run("why", first.id().toString())).isZero();
        assertThat(plant.out.toString())
                .contains("PARTIAL " + first.id() + " of operation 1001/0010 by " + press)
                .contains("the machine's counters count", "every 10 units")
                .contains("event OrderContext", "event CounterReading")
                .contains(
                        "definition machine/" + press,
                        "definition operation/1001/0010",
                        "definition calendar/acme/berlin")
                .contains("source master");
        assertThat(plant.run("why", first.id().toString(), "--json")).isZero();
        final JsonNode answer = new ObjectMapper().readTree(plant.out.toString());
        assertThat(answer.path("says").path(0).path("id").asText())
                .isEqualTo(first.id().toString());
        assertThat(answer.path("ledger")).isNotEmpty();

        assertThat(plant.run("why", "0c0f3e0e-6b1f-5a5e-8a3c-0d7d1f4a9b11")).isEqualTo(1);
        assertThat(plant.run("why", "something")).isEqualTo(2);
    }

    private static void explainTime(final String press) throws Exception {
        final String from = Instant.ofEpochSecond(plant.startNs / S + 3_000).toString();
        assertThat(plant.run("why", press + "@" + from)).isZero();
        assertThat(plant.out.toString())
                .contains("state STOPPED", "reason JAM", "by the profile packml", "in shift h")
                .contains("a stop from production to production")
                .contains("event StateChanged");
        final String hour = Instant.ofEpochSecond(plant.startNs / S + 1_800).toString();
        assertThat(plant.run("why", LINE + "|hour|" + hour, "--json")).isZero();
        final JsonNode figure = new ObjectMapper().readTree(plant.out.toString());
        assertThat(figure.path("stops")).hasSize(1);
        assertThat(figure.path("stateIntervals"))
                .filteredOn(one -> one.path("machine").asText().equals(press))
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(figure.path("counts")).isNotEmpty();
        assertThat(plant.run("why", press + "|JAM|" + hour)).isZero();
        assertThat(plant.out.toString()).contains("only what has the reason 'JAM'", "reason JAM");
        assertThat(plant.run("why", "acme/paris|hour|" + hour)).isEqualTo(1);
    }

    /** Two hours with a stop, all of it told. */
    private static void work(final String press) throws Exception {
        plant.define(press);
        plant.say(press, 0, state(MachineState.EXECUTE, ""), reading(0), started());
        for (int minute = 1; minute <= 50; minute++) {
            plant.say(press, minute * 60L, reading(minute), new Fact.Tick());
        }
        plant.say(press, 3_000, state(MachineState.STOPPED, "JAM"));
        plant.say(press, 3_300, state(MachineState.EXECUTE, ""), new Fact.Tick());
        plant.say(press, 5_400, reading(55), new Fact.Tick());
        plant.say(press, 5_410, new Fact.OrderContext(Transition.COMPLETED, false, 0, "", ""), new Fact.Tick());
        awaitBalance(press, 5_410);
    }

    private static void forgeAConfirmation(final String press) throws Exception {
        final Confirmation said = awaitTold(press, Confirmation.Trigger.QUANTITY);
        plant.forge(plant.topics().confirmations(), FIRST.text(), Json.write(said));
    }

    /** @return what waits for a decision: three units that a counter made after it was back at five */
    private static Quarantined goBack(final String press) throws Exception {
        plant.define(press);
        plant.say(press, 0, reading(100), started());
        plant.say(press, 60, reading(120), reading(120));
        plant.say(press, 120, reading(5));
        plant.say(press, 180, reading(8), new Fact.Tick());
        return plant.await(
                "something in quarantine",
                plant.topics().quarantine(),
                Json::quarantined,
                one -> one.machine().equals(press) && one.quantityMilli() == 3_000);
    }

    private static void awaitBalance(final String press, final long atS) {
        plant.await(
                "the balance",
                plant.topics().balances(),
                Json::balance,
                balance -> balance.machine().equals(press) && balance.asOfNs() >= plant.startNs + atS * S);
    }

    private static Confirmation awaitTold(final String press, final Confirmation.Trigger trigger) {
        return plant.await(
                "a confirmation",
                plant.topics().confirmations(),
                Json::confirmation,
                one -> one.machine().equals(press) && one.trigger() == trigger);
    }

    private static List<Event> decisions(final String press) {
        final EventDecoder decoder = new EventDecoder();
        return plant.read(plant.topics().events(), bytes -> decoder.decode(new UnsafeBuffer(bytes), 0)).stream()
                .filter(event -> event.head().machine().equals(press))
                .filter(event -> event.fact() instanceof Fact.Decision)
                .toList();
    }

    private static String metrics() throws Exception {
        final HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + plant.httpPort + "/metrics"))
                .build();
        return Objects.requireNonNull(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private static Fact reading(final long units) {
        return new Fact.CounterReading(Measure.GOOD, false, units * 1_000);
    }

    private static Fact started() {
        return new Fact.OrderContext(Transition.STARTED, false, 0, FIRST.order(), FIRST.operation());
    }

    private static Fact state(final MachineState state, final String reason) {
        return new Fact.StateChanged(state, Mode.PRODUCTION, "", reason);
    }
}
