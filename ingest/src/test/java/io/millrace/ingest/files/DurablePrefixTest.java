package io.millrace.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DurablePrefixTest {
    @Test
    void shouldCountOnlyWhatHasNoHoleBeforeIt() {
        final DurablePrefix prefix = new DurablePrefix(10);

        prefix.add(13);
        prefix.add(12);
        assertThat(prefix.durable()).as("11 may still be lost").isEqualTo(10);
        prefix.add(11);
        assertThat(prefix.durable()).isEqualTo(13);
        prefix.add(14);
        assertThat(prefix.durable()).isEqualTo(14);
    }
}
