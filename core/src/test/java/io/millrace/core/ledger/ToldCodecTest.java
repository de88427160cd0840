package io.millrace.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.binary.StateFormatException;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.Quantities;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What was told survives a restart: without it everything would be told again. */
class ToldCodecTest {
    @Property(tries = 300)
    void shouldReadBackWhatWasTold(
            @ForAll @IntRange(max = 80) final int confirmations, @ForAll final long id, @ForAll final short amount) {
        Told told = Told.NOTHING;
        for (int i = 0; i < confirmations; i++) {
            told = told.plus(
                    new UUID(id, i),
                    new Quantities(amount, i, -i),
                    new Activity(i % 3, amount, 0, -i),
                    i % 2 == 0 ? List.of() : List.of(new Confirmation.Backflush("STEEL", "L" + i, amount, "kg")));
        }
        final BinaryWriter out = new BinaryWriter();
        ToldCodec.write(told, out);
        assertThat(ToldCodec.read(new BinaryReader(out.toBytes()))).isEqualTo(told);

        final byte[] cut = Arrays.copyOf(out.toBytes(), out.toBytes().length - 1);
        assertThatThrownBy(() -> ToldCodec.read(new BinaryReader(cut))).isInstanceOf(StateFormatException.class);
    }
}
