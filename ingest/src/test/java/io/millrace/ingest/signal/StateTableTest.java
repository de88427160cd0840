package io.millrace.ingest.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.MachineState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateTableTest {
    @ParameterizedTest
    @CsvSource({
        "0, STOPPED, UNKNOWN, UNKNOWN",
        "2, IDLE, STOPPED, IDLE",
        "4, EXECUTE, IDLE, UNKNOWN",
        "16, UNHOLDING, COMPLETING, UNKNOWN",
        "17, UNKNOWN, COMPLETE, UNKNOWN",
        "Execute, EXECUTE, EXECUTE, UNKNOWN",
        "Executing, UNKNOWN, UNKNOWN, EXECUTE"
    })
    void shouldReadTheSameCodeAsEachStandardMeansIt(
            final String code, final MachineState tmc, final MachineState packml, final MachineState machinery) {
        assertThat(StateTable.TMC.read(code)).isEqualTo(tmc);
        assertThat(StateTable.PACKML.read(code)).isEqualTo(packml);
        assertThat(StateTable.MACHINERY.read(code)).isEqualTo(machinery);
    }
}
