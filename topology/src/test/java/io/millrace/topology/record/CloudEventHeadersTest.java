package io.millrace.topology.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CloudEventHeadersTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private final CloudEventHeaders headers = new CloudEventHeaders("production");

    private static @Nullable String text(final Headers of, final String name) {
        final Header header = of.lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldPassATraceparentOnAsOneAndAnyOtherCorrelationIdBesideIt() {
        final UUID id = UUID.randomUUID();
        final Headers traced = headers.of(id, RecordType.CONFIRMATION, "1001/0010", 0, TRACE);
        final Headers other = headers.of(id, RecordType.CONFIRMATION, "1001/0010", 0, "batch 7");
        final Headers none = headers.of(id, RecordType.CONFIRMATION, "1001/0010", 0, "");

        assertThat(text(traced, "traceparent")).isEqualTo(TRACE);
        assertThat(text(traced, "ce_id")).isEqualTo(id.toString());
        assertThat(text(traced, "ce_source")).isEqualTo("/millrace/production");
        assertThat(text(traced, "ce_time")).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(text(other, "traceparent")).isNull();
        assertThat(text(other, "ce_correlationid")).isEqualTo("batch 7");
        assertThat(text(none, "ce_correlationid")).isNull();
    }

    @Test
    void shouldDeriveIdsFromTopicKeyAndValue() {
        final byte[] value = {1};
        final String id = text(headers.of(RecordType.GAP, "t", "k", value, 0), "ce_id");

        assertThat(id).isEqualTo(text(headers.of(RecordType.GAP, "t", "k", value, 9), "ce_id"));
        assertThat(id).isNotEqualTo(text(headers.of(RecordType.GAP, "u", "k", value, 0), "ce_id"));
        assertThat(id).isNotEqualTo(text(headers.of(RecordType.GAP, "t", "l", value, 0), "ce_id"));
        assertThat(id).isNotEqualTo(text(headers.of(RecordType.GAP, "t", "k", new byte[] {2}, 0), "ce_id"));
        assertThat(UUID.fromString(id).version()).isEqualTo(5);
    }
}
