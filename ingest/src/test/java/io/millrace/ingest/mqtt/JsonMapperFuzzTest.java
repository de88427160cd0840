package io.millrace.ingest.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.json.EntryWalker;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.json.JsonLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever topic and bytes are, the mapper answers with events that can be journalled, or with a letter; the walker with the same. */
class JsonMapperFuzzTest {
    private static final String MACHINE = "acme/berlin/pack/line3/pack1";
    private static final long GATEWAY_NS = 1_767_225_600_000_000_000L;
    private static final JsonLimits LIMITS = new JsonLimits(4_096, 6, 10, 200);

    private static boolean isWalked;

    private final JsonMapper mapper = new JsonMapper("gw", "mes", Set.of(MACHINE), mappings(), LIMITS);

    /** Otherwise nothing would have been compared. */
    @AfterAll
    static void shouldHaveWalkedSome() {
        assertThat(isWalked).isTrue();
    }

    private static List<ForeignMapping> mappings() {
        final List<ForeignMapping> mappings = new ArrayList<>(Umh.analytics());
        mappings.add(new ForeignMapping(
                "factory/+/parts/#",
                "acme/berlin/pack/line3/{1}",
                JsonKind.COUNT,
                Map.of(
                        "id",
                        "/meta/id | ={/job}-{3}",
                        "time",
                        "/meta/ts",
                        "measure",
                        "=good",
                        "quantity",
                        "/parts/0/n")));
        return List.copyOf(mappings);
    }

    static Stream<byte[]> seeds() {
        final String ours = "millrace/v1/" + MACHINE + "/";
        final String umh = "umh/v1/" + MACHINE + "/_analytics/";
        return Stream.of(
                        ours
                                + "count\n{\"id\":\"e1\",\"time\":\"2025-12-31T23:59:59.5Z\",\"measure\":\"good\",\"quantity\":12.5,\"order\":\"1001\"}\n"
                                + "{\"id\":\"e2\",\"time\":1767225600000,\"measure\":\"Scrap\",\"quantity\":0.0005,\"order\":null}",
                        ours
                                + "counter\n{\"measure\":\"good\",\"value\":12,\"reset\":false}\n{\"measure\":\"good\",\"value\":13,\"reset\":true}",
                        ours
                                + "state\n{\"time\":1767225600000,\"state\":6,\"mode\":\"SETUP\",\"reason\":\"\\u00fc\\ud83d\\ude00\"}\n"
                                + "{\"time\":1767225600001,\"state\":\"HELD\",\"mode\":\"\",\"reason\":\"größe\"}",
                        ours
                                + "context\n{\"time\":1767225600000,\"transition\":\"STARTED\",\"order\":\"1\",\"operation\":\"10\",\"revision\":3,\"cancelled\":false}",
                        ours
                                + "consumption\n{\"id\":\"c\",\"time\":1767225600000,\"quantity\":1e-3,\"material\":\"M\",\"lot\":\"L\"}",
                        ours
                                + "value\n{\"time\":1767225600000,\"name\":\"t\",\"value\":-12.75,\"unit\":\"CEL\"}\n{\"time\":1767225600000,\"name\":\"t\",\"value\":\"a\",\"unit\":\"CEL\"}",
                        ours
                                + "labour\n{\"id\":\"a\",\"time\":1767225600000,\"person\":\"p\",\"activity\":\"a\",\"seconds\":60}",
                        ours + "decision\n{\"type\":\"SETTLE_REQUESTED\",\"actor\":\"a\",\"reason\":\"r\"}",
                        ours
                                + "scrap\n[{\"id\":\"a\",\"time\":1767225600000,\"quantity\":1,\"reason\":\"r\"},{\"id\":\"b\"}]",
                        "factory/pack1/parts/7\n{\"meta\":{\"id\":\"x\",\"ts\":1767225599000},\"parts\":[{\"n\":3}]}\n{\"job\":5,\"meta\":{\"ts\":1e12},\"parts\":[{\"n\":\"3\"}]}",
                        umh + "state-history/create\n{\"state\":10000,\"start_time_unix_ms\":1767225600000}",
                        umh
                                + "work-order/start\n{\"external_work_order_id\":\"1\",\"start_time_unix_ms\":1767225600000}",
                        umh
                                + "product/add\n{\"external_product_type_id\":\"p\",\"product_batch_id\":\"b\",\"start_time_unix_ms\":1767225600000,\"end_time_unix_ms\":1767225600001,\"quantity\":5,\"bad_quantity\":1}")
                .map(lines -> lines.getBytes(UTF_8));
    }

    /** @param lines a topic, then payloads */
    @MethodSource("seeds")
    @FuzzTest
    void shouldAnswerAndWalkerAndReaderAgree(final byte[] lines) {
        final EntryWalker walker = mapper.walker();
        int from = end(lines, 0) + 1;
        final String topic = new String(lines, 0, Math.min(lines.length, from - 1), UTF_8);
        while (from <= lines.length) {
            final int end = end(lines, from);
            final byte[] payload = Arrays.copyOfRange(lines, from, end);
            isWalked |= EntryWalkerPropertyTest.compare(mapper, walker, topic, payload, "");
            mapper.map(topic, payload, "", GATEWAY_NS).events().forEach(event -> assertThat(JournalKit.reread(event))
                    .isEqualTo(event));
            from = end + 1;
        }
    }

    private static int end(final byte[] lines, final int from) {
        int end = from;
        while (end < lines.length && lines[end] != '\n') {
            end++;
        }
        return end;
    }
}
