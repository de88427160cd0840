package io.millrace.app.perf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void shouldAddUpClientsWithoutTheirParts() {
        final Metrics metrics = new Metrics(
                """
                # TYPE kafka_producer_outgoing_byte_total counter
                kafka_producer_outgoing_byte_total{client_id="a",kafka_version="4"} 1000.0
                kafka_producer_outgoing_byte_total{client_id="b",kafka_version="4"} 1.5E7
                kafka_producer_outgoing_byte_total{client_id="b",kafka_version="4",node_id="node-1"} 700.0
                kafka_consumer_fetch_manager_records_consumed_total{client_id="x-1-restore-consumer",kafka_version="4"} 40.0
                kafka_consumer_fetch_manager_records_consumed_total{client_id="x-1-restore-consumer",topic="t"} 30.0
                kafka_consumer_fetch_manager_records_consumed_total{client_id="x-1-consumer",kafka_version="4"} 7.0
                kafka_consumer_fetch_manager_bytes_consumed_total{client_id="x-1-restore-consumer",kafka_version="4"} 4000.0
                """);

        assertThat(metrics.writtenBytes()).isEqualTo(15_001_000);
        assertThat(metrics.restoredRecords()).isEqualTo(40);
        assertThat(metrics.restoredBytes()).isEqualTo(4_000);
    }
}
