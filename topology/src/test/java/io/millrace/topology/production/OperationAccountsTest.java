package io.millrace.topology.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.ledger.OperationAccount;
import io.millrace.core.ledger.OperationAccount.Part;
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
        final OperationAccount read = OperationAccounts.read(
                OperationAccounts.write(new OperationAccount(OPERATION, parts, true, true, false)));

        assertThat(read.operation()).isEqualTo(OPERATION);
        assertThat(read.parts()).isEqualTo(parts);
        assertThat(read.isFinished()).isTrue();
        assertThat(read.isPlannedReached()).isTrue();
        assertThat(read.isOverproduced()).isFalse();
    }

    @Test
    void shouldRefuseWhatANewerProgramWrote() {
        final String newer = new String(
                        OperationAccounts.write(new OperationAccount(OPERATION)), StandardCharsets.UTF_8)
                .replace("\"format\":1", "\"format\":2");

        assertThatThrownBy(() -> OperationAccounts.read(newer.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("1001/0010")
                .hasMessageContaining("newer program");
    }
}
