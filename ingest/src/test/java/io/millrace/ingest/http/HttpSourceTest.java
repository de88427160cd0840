package io.millrace.ingest.http;

import static io.millrace.ingest.http.Door.MACHINE;
import static io.millrace.ingest.http.Door.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HttpSourceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "a-token-of-this-test";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    @Test
    void shouldTakeOneEvent() {
        try (Door door = Door.open(folder)) {
            final HttpResponse<String> answer = door.answer(door.post(count("c-1")));

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(json(answer)).isEqualTo(JSON.createObjectNode().put("accepted", 1));
            final Event event = door.journalled().get(0);
            assertThat(event.head().machine()).isEqualTo(MACHINE);
            assertThat(event.head().source()).isEqualTo("web");
            assertThat(event.head().sourceEventId()).isEqualTo("c-1");
            assertThat(event.head().gatewayTimeNs()).isEqualTo(Door.NOW_NS);
            assertThat(event.head().sourceTimeNs()).isEqualTo(1_790_000_000_000_000_000L);
            assertThat(event.fact()).isEqualTo(new Fact.CountReport(Measure.GOOD, 5_000, "", "", ""));
        }
    }

    @Test
    void shouldTakeAnArrayAndLinesAsOneMessage() {
        try (Door door = Door.open(folder)) {
            final HttpResponse<String> array = door.answer(door.post("[" + count("a") + "," + count("b") + "]"));
            final HttpResponse<String> lines =
                    door.answer(door.postLines("\r\n" + count("c") + "\r\n\n" + count("d") + "\n" + state()));

            assertThat(array.statusCode()).isEqualTo(202);
            assertThat(json(lines).path("accepted").asInt()).isEqualTo(3);
            assertThat(door.ids()).containsExactly("a", "b", "c", "d", "");
            assertThat(door.journal().lastPosition()).as("messages").isEqualTo(2);
            assertThat(door.journalled().get(4).fact())
                    .isInstanceOfSatisfying(Fact.StateChanged.class, fact -> assertThat(fact.state())
                            .isEqualTo(MachineState.EXECUTE));
        }
    }

    @Test
    void shouldAnswerOnlyWhenDurable() {
        try (Door door = Door.open(folder)) {
            door.journal().shut();
            final CompletableFuture<HttpResponse<String>> sent = door.send(door.post(count("c-1")));
            await().atMost(LONG).until(door.journal()::isAtGate);

            assertThatThrownBy(() -> sent.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            door.journal().open();

            assertThat(answered(sent).statusCode()).isEqualTo(202);
        }
    }

    /** The twin, with an inlet that says "durable" before it is: 202 comes while a power cut would lose the event. */
    @Test
    void shouldAnswerTooEarlyWhenDurableIsSaidTooEarly() {
        try (Door door = Door.open(folder, HastyInlet::new)) {
            door.journal().shut();

            assertThat(door.answer(door.post(count("c-1"))).statusCode()).isEqualTo(202);
        }
    }

    private record HastyInlet(Inlet ring) implements Inlet {
        @Override
        public boolean tryOffer(final List<Event> message, final Runnable durable) {
            durable.run();
            return ring.tryOffer(message, () -> {});
        }

        @Override
        public boolean tryOffer(final DeadLetter letter, final Runnable durable) {
            throw new AssertionError("nothing becomes a dead letter here: " + letter);
        }
    }

    @Test
    void shouldAnswer500AndGoOnWhenTheGatewayFails() {
        final AtomicBoolean failing = new AtomicBoolean(true);
        final UnaryOperator<Inlet> between = ring -> new Inlet() {
            @Override
            public boolean tryOffer(final List<Event> message, final Runnable durable) {
                if (failing.get()) {
                    throw new IllegalStateException("refused on purpose");
                }
                return ring.tryOffer(message, durable);
            }

            @Override
            public boolean tryOffer(final DeadLetter letter, final Runnable durable) {
                throw new AssertionError("nothing becomes a dead letter here: " + letter);
            }
        };
        try (Door door = Door.open(folder, between)) {
            final HttpResponse<String> failed = door.answer(door.post(count("c-1")));
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.body()).doesNotContain("on purpose");
            failing.set(false);
            assertThat(door.answer(door.post(count("c-1"))).statusCode()).isEqualTo(202);
            assertThat(door.answer(door.request("/openapi.json").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void shouldAnswer503WhenTheJournalIsLateAndTakeTheRepeatWithTheSameIdentity() {
        try (Door door = Door.open(folder, null, SHORT).journalling()) {
            door.journal().shut();
            final HttpResponse<String> late = door.answer(door.post(count("c-1")));
            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(late.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(json(late).path("detail").asText()).contains("may still become durable", "Idempotency-Key");
            door.journal().open();
            await().atMost(LONG).untilAsserted(() -> assertThat(
                            door.answer(door.post(count("c-1"))).statusCode())
                    .isEqualTo(202));

            assertThat(door.ids()).hasSizeGreaterThan(1).containsOnly("c-1");
            assertThat(times(door)).as("the same identity: counted once").hasSize(1);
        }
    }

    @Test
    void shouldDeriveIdsFromTheIdempotencyKey() {
        final String body = withoutId() + "\n\n" + count("own") + "\n" + withoutId();
        try (Door door = Door.open(folder)) {
            for (int i = 0; i < 2; i++) {
                assertThat(door.answer(door.postLines(body).header("Idempotency-Key", "k1"))
                                .statusCode())
                        .isEqualTo(202);
            }
            assertThat(door.ids()).containsExactly("k1/1", "own", "k1/4", "k1/1", "own", "k1/4");
            assertThat(times(door)).hasSize(1);

            door.answer(door.post("[" + withoutId() + "," + withoutId() + "]").header("Idempotency-Key", "\"k2\""));
            assertThat(door.ids().subList(6, 8)).containsExactly("k2/1", "k2/2");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"two words, false", "'', false", "a\\b, false", "8e03978e-40d5-43dd-bc93-6894a57f9324, true"})
    void shouldRefuseAKeyThatIsNone(final String key, final boolean isGood) {
        try (Door door = Door.open(folder)) {
            assertThat(door.answer(door.post(withoutId()).header("Idempotency-Key", key))
                            .statusCode())
                    .isEqualTo(isGood ? 202 : 400);
        }
    }

    @Test
    void shouldNameFaultsByLineAndTakeNothing() {
        final String lines = String.join(
                "\n",
                count("good"),
                "no json",
                count("c").replace(MACHINE, "acme/berlin/pack/line3/other"),
                "",
                withoutId(),
                count("c").replace("1790000000000", "1"),
                "{\"machine\":\"" + MACHINE + "\",\"kind\":\"cuont\"}",
                "[]",
                "{\"kind\":\"state\"}");
        try (Door door = Door.open(folder)) {
            final HttpResponse<String> answer =
                    door.answer(door.postLines(lines).header("traceparent", "t"));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            final JsonNode problem = json(answer);
            assertThat(problem.path("status").asInt()).isEqualTo(400);
            assertThat(problem.path("detail").asText()).contains("nothing of this request was taken", "7");
            final JsonNode faults = problem.path("faults");
            assertThat(IntStream.range(0, faults.size())
                            .mapToObj(i -> faults.get(i).path("line").asInt() + " "
                                    + faults.get(i).path("reason").asText()))
                    .containsExactly(
                            "2 UNDECODABLE",
                            "3 UNKNOWN_MACHINE",
                            "5 NO_EVENT_ID",
                            "6 IMPOSSIBLE_VALUE",
                            "7 IMPOSSIBLE_VALUE",
                            "8 UNDECODABLE",
                            "9 IMPOSSIBLE_VALUE");
            assertThat(faults.get(2).path("detail").asText()).contains("give it one", "Idempotency-Key");
            assertThat(faults.get(4).path("detail").asText()).contains("kind is 'cuont'", "COUNT");
            assertThat(faults.get(6).path("detail").asText()).contains("machine is missing");
            assertThat(door.journal().lastPosition()).isZero();
            assertThat(door.answer(door.post(count("good"))).statusCode()).isEqualTo(202);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | UNDECODABLE",
                "[] | UNDECODABLE",
                "{\"a\":1,\"a\":2} | UNDECODABLE",
                "{} {} | UNDECODABLE",
                "nul | UNDECODABLE"
            })
    void shouldRefuseABodyThatCannotBeRead(final String body, final String reason) {
        try (Door door = Door.open(folder)) {
            final HttpResponse<String> answer = door.answer(door.post(body));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(json(answer).path("faults").get(0).path("reason").asText())
                    .isEqualTo(reason);
            assertThat(json(answer).path("faults").get(0).has("line")).isFalse();
            assertThat(door.answer(door.postLines("\n \n")).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void shouldWantATimeWhereAnIdShallTellRepeats() {
        final String withId = state().replace("{", "{\"id\":\"s-1\",");
        try (Door door = Door.open(folder)) {
            for (final HttpRequest.Builder request :
                    List.of(door.post(withId), door.post(state()).header("Idempotency-Key", "k"))) {
                final HttpResponse<String> answer = door.answer(request);
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(json(answer).path("faults").get(0).path("detail").asText())
                        .contains("time is missing", "id and its time together");
            }
        }
    }

    @Test
    void shouldRefuseWhatIsBeyondTheLimits() {
        final String tooMany =
                IntStream.rangeClosed(1, 9).mapToObj(i -> count("c-" + i)).collect(Collectors.joining("\n"));
        final String longText = count("c").replace("\"good\"", "\"good\",\"reason\":\"" + "x".repeat(4_097) + "\"");
        try (Door door = Door.open(folder)) {
            final String padding = " ".repeat(10_000 - count("fits").length());
            assertThat(door.answer(door.post(count("fits") + padding)).statusCode())
                    .isEqualTo(202);
            assertThat(door.answer(door.post(count("long") + padding + " ")).statusCode())
                    .isEqualTo(413);
            assertThat(door.answer(door.post(" ".repeat(2_000_000))).statusCode())
                    .isEqualTo(413);
            assertThat(door.answer(door.postLines(tooMany)).statusCode()).isEqualTo(413);
            assertThat(door.answer(door.post("[" + tooMany.replace("\n", ",") + "]"))
                            .statusCode())
                    .isEqualTo(413);
            assertThat(door.answer(door.post(longText)).statusCode()).isEqualTo(413);
            assertThat(json(door.answer(door.postLines(longText)))
                            .path("faults")
                            .get(0)
                            .path("line")
                            .asInt())
                    .isEqualTo(1);
            assertThat(door.answer(door.post("[".repeat(40))).statusCode()).isEqualTo(413);
            assertThat(door.ids()).containsExactly("fits");
        }
    }

    @Test
    void shouldAnswer429WhileTheRingIsFull() {
        try (Door door = Door.open(folder, null, LONG)) {
            final List<CompletableFuture<HttpResponse<String>>> waiting = IntStream.range(0, Door.SLOTS / 8)
                    .mapToObj(i -> door.send(
                            door.postLines((withoutId() + "\n").repeat(8)).header("Idempotency-Key", "k" + i)))
                    .toList();
            await().atMost(LONG).until(() -> door.ring().remaining() == 0);

            final HttpResponse<String> refused = door.answer(door.post(count("c-1")));
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");

            door.journalling();
            assertThat(waiting)
                    .allSatisfy(each -> assertThat(answered(each).statusCode()).isEqualTo(202));
            assertThat(door.answer(door.post(count("c-1"))).statusCode()).isEqualTo(202);
            assertThat(door.ids()).hasSize(Door.SLOTS + 1).endsWith("c-1");
        }
    }

    @Test
    void shouldAnswer429WhileTheDiskIsFull() {
        try (Door door = Door.open(folder, null, LONG).journalling()) {
            door.journal().full(true);
            final CompletableFuture<HttpResponse<String>> first = door.send(door.post(count("c-1")));
            await().atMost(LONG).until(door.ring()::isBlocked);

            final HttpResponse<String> refused = door.answer(door.post(count("c-2")));
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(json(refused).path("detail").asText()).contains("disk is full");

            door.journal().full(false);
            assertThat(answered(first).statusCode()).isEqualTo(202);
            assertThat(door.answer(door.post(count("c-2"))).statusCode()).isEqualTo(202);
            assertThat(door.ids()).containsExactly("c-1", "c-2");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Bearer a-token-of-this-test, 202",
        "bearer  a-token-of-this-test, 202",
        "Bearer a-token-of-this-tes, 401",
        "Bearer a-token-of-this-testx, 401",
        "Bearer , 401",
        "Basic a-token-of-this-test, 401",
        "a-token-of-this-test, 401"
    })
    void shouldWantTheToken(final String authorization, final int status) {
        try (Door door = Door.open(folder, TOKEN, LONG).journalling()) {
            final HttpResponse<String> without = door.answer(door.post(count("c-0")));
            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"millrace\"");
            assertThat(without.body()).doesNotContain(TOKEN);

            assertThat(door.answer(door.post(count("c-1")).header("Authorization", authorization))
                            .statusCode())
                    .isEqualTo(status);
            assertThat(door.ids()).hasSize(status == 202 ? 1 : 0);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"GET, /v1/events, POST", "PUT, /v1/events, POST", "DELETE, /v1/events, POST", "POST, /openapi.json, GET"
    })
    void shouldRefuseOtherMethods(final String method, final String path, final String allowed) {
        try (Door door = Door.open(folder)) {
            final HttpResponse<String> answer =
                    door.answer(door.request(path).method(method, HttpRequest.BodyPublishers.ofString(count("c"))));

            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
            assertThat(door.answer(door.request("/v1/events/x")).statusCode()).isEqualTo(404);
            assertThat(door.journal().lastPosition()).isZero();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "Content-Type, text/plain, 415",
        "Content-Type, application/jsonx, 415",
        "Content-Type, application/JSON; charset=utf-8, 202",
        "X-Other, none, 415"
    })
    void shouldRefuseOtherMediaTypes(final String header, final String value, final int status) {
        try (Door door = Door.open(folder)) {
            final HttpRequest.Builder request =
                    door.request("/v1/events").POST(HttpRequest.BodyPublishers.ofString(count("c")));
            assertThat(door.answer(request.header(header, value)).statusCode()).isEqualTo(status);
            assertThat(door.answer(door.post(count("z")).header("Content-Encoding", "gzip"))
                            .statusCode())
                    .isEqualTo(415);
        }
    }

    @Test
    void shouldCarryTheTraceOfTheRequest() {
        final String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        final String own = count("b").replace("{", "{\"traceparent\":\"own\",");
        try (Door door = Door.open(folder)) {
            door.answer(door.post("[" + count("a") + "," + own + "]").header("traceparent", trace));

            assertThat(door.journalled().stream().map(event -> event.head().correlationId()))
                    .containsExactly(trace, "own");
        }
    }

    @Test
    void shouldCountWhatItAnswers() {
        final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Door door = Door.open(folder, TOKEN, LONG).journalling()) {
            door.source().bindTo(registry, Tags.of("source", "web"));
            final String bearer = "Bearer " + TOKEN;
            door.answer(door.post("[" + count("a") + "," + count("b") + "]").header("Authorization", bearer));
            door.answer(door.post(count("c")));
            door.answer(door.post("x").header("Authorization", bearer));
            door.answer(door.post("x").header("Authorization", bearer));

            assertThat(registry.get("millrace.http.accepted").functionCounter().count())
                    .isEqualTo(1);
            assertThat(registry.get("millrace.http.events").functionCounter().count())
                    .isEqualTo(2);
            assertThat(refused(registry, "401")).isEqualTo(1);
            assertThat(refused(registry, "400")).isEqualTo(2);
            assertThat(refused(registry, "503")).isZero();
            assertThat(door.source().counters().refused(400)).isEqualTo(2);
        }
    }

    private static double refused(final SimpleMeterRegistry registry, final String status) {
        return registry.get("millrace.http.refused")
                .tag("status", status)
                .tag("source", "web")
                .functionCounter()
                .count();
    }

    @Test
    void shouldDescribeItself() {
        try (Door door = Door.open(folder, TOKEN, LONG).journalling()) {
            final HttpResponse<String> answer = door.answer(door.request("/openapi.json"));

            assertThat(answer.statusCode()).isEqualTo(200);
            final JsonNode description = json(answer);
            assertThat(description.path("openapi").asText()).startsWith("3.1");
            final JsonNode post =
                    description.path("paths").path(EventsHandler.EVENTS).path("post");
            assertThat(names(post.path("responses")))
                    .containsExactlyInAnyOrder("202", "400", "401", "405", "413", "415", "429", "500", "503");
            final JsonNode event =
                    description.path("components").path("schemas").path("Event");
            assertThat(names(event.path("discriminator").path("mapping")))
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(JsonKind.values()).map(JsonKind::word).toList());
            assertThat(description.findValuesAsText("$ref")).isNotEmpty().allSatisfy(ref -> assertThat(
                            description.at(ref.substring(1)).isObject())
                    .as(ref)
                    .isTrue());
        }
    }

    /** The example of the description is what a reader tries first. */
    @Test
    void shouldTakeTheExampleOfItsDescription() throws IOException {
        try (Door door = Door.open(folder);
                InputStream in = Objects.requireNonNull(HttpSource.class.getResourceAsStream("openapi.json"))) {
            final JsonNode content = JSON.readTree(in).at("/paths/~1v1~1events/post/requestBody/content");
            final String one = content.at("/application~1json/example").toString();
            final String lines = content.at("/application~1x-ndjson/example").asText();

            assertThat(door.answer(door.post(one)).statusCode()).isEqualTo(202);
            assertThat(door.answer(door.postLines(lines)).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void shouldAnswerWhoeverWaitsWhenItCloses() {
        try (Door door = Door.open(folder)) {
            door.journal().shut();
            final CompletableFuture<HttpResponse<String>> sent = door.send(door.post(count("c-1")));
            await().atMost(LONG).until(door.journal()::isAtGate);
            final CompletableFuture<Void> closing = CompletableFuture.runAsync(door.source()::close);
            await().atMost(LONG).until(() -> !door.source().isReady());
            door.journal().open();

            assertThat(answered(sent).statusCode()).isEqualTo(202);
            closing.join();
            assertThatThrownBy(() -> door.send(door.post(count("c-2"))).get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldSayWhoseAddressIsTaken() {
        try (Door door = Door.open(folder)) {
            final HttpConfig same =
                    new HttpConfig("second", "127.0.0.1", door.source().port(), null, null, null, 1_000, 8);
            final SourceContext context = new SourceContext("gw", "second", () -> 0, door.ring(), Set.of(), 0);
            assertThatThrownBy(() -> new HttpSource(same, context))
                    .isInstanceOf(UncheckedIOException.class)
                    .cause()
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("HTTP source 'second' cannot listen on 127.0.0.1:");
        }
    }

    private static Set<Long> times(final Door door) {
        return new HashSet<>(door.journalled().stream()
                .map(event -> event.head().sourceTimeNs())
                .toList());
    }

    private static JsonNode json(final HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (final JsonProcessingException e) {
            throw new AssertionError("no JSON: " + answer.body(), e);
        }
    }

    private static Set<String> names(final JsonNode object) {
        final Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String count(final String id) {
        return "{\"id\":\"" + id + "\"," + withoutId().substring(1);
    }

    private static String withoutId() {
        return "{\"machine\":\"" + MACHINE
                + "\",\"kind\":\"count\",\"time\":1790000000000,\"measure\":\"good\",\"quantity\":5}";
    }

    private static String state() {
        return "{\"machine\":\"" + MACHINE + "\",\"kind\":\"state\",\"state\":\"EXECUTE\"}";
    }
}
