package io.millrace.topology.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.ledger.OperationAccount;
import io.millrace.core.ledger.OperationAccount.Part;
import io.millrace.core.machine.Outputs.OperationProgress;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationAccountsTest {
    private static final OperationKey OPERATION = new OperationKey("1001", "0010");

    @Test
    void shouldReadBackWhatItWrote() {
        final Map<String, Part> parts = Map.of(
                "a/b", new Part(true, false, new Quantities(1_500, 1, 0)),
                "a/c", new Part(false, true, Quantities.ZERO));
        final OperationProgress newest = new OperationProgress(
                OPERATION, "a/c", true, false, true, Quantities.ZERO, 10_000, "FG", "PCE", 20_000, 1_500, 2_500);
        final OperationAccount read = OperationAccounts.read(
                OperationAccounts.write(new OperationAccount(OPERATION, parts, newest, 99, true, true, false)));

        assertThat(read.operation()).isEqualTo(OPERATION);
        assertThat(read.parts()).isEqualTo(parts);
        assertThat(read.newest()).isEqualTo(newest);
        assertThat(read.changedMs()).isEqualTo(99);
        assertThat(read.isFinished()).isTrue();
        assertThat(read.isPlannedReached()).isTrue();
        assertThat(read.isOverproduced()).isFalse();
    }

    @Test
    void shouldReadWhatAnOlderProgramWrote() {
        final String older = "{\"format\":1,\"order\":\"1001\",\"operation\":\"0010\",\"finished\":true,"
                + "\"plannedReached\":true,\"overproduced\":false,\"parts\":{\"a/c\":{\"open\":false,\"settled\":true,"
                + "\"told\":{\"good\":1.5,\"scrap\":0,\"rework\":0}}}}";
        final OperationAccount read = OperationAccounts.read(older.getBytes(StandardCharsets.UTF_8));

        assertThat(read.parts()).containsOnlyKeys("a/c");
        assertThat(read.newest()).isNull();
        assertThat(read.isFinished()).isTrue();
    }

    @Test
    void shouldRefuseWhatANewerProgramWrote() {
        final String newer = new String(
                        OperationAccounts.write(new OperationAccount(OPERATION)), StandardCharsets.UTF_8)
                .replace("\"format\":2", "\"format\":3");

        assertThatThrownBy(() -> OperationAccounts.read(newer.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("1001/0010")
                .hasMessageContaining("newer program");
    }
}
