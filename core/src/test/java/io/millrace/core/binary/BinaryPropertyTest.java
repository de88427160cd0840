package io.millrace.core.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** State is read back as it was written; what is cut short, broken or newer is refused with a sentence. */
class BinaryPropertyTest {
    private static final int NEWEST = 3;

    /** One of everything that can be written. */
    record Item(int u8, boolean flag, long number, long fixed, String text) {}

    @Provide
    Arbitrary<List<Item>> items() {
        final Arbitrary<String> texts = Arbitraries.strings()
                .withCharRange('\0', '\ud7ff')
                .withCharRange('\ue000', '\uffff')
                .ofMaxLength(300);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 255),
                        Arbitraries.of(true, false),
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        texts)
                .as(Item::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .withoutEdgeCases();
    }

    @Property(tries = 2_000)
    void shouldReadBackWhatWasWritten(@ForAll("items") final List<Item> items) {
        assertThat(read(write(items), items.size())).isEqualTo(items);
    }

    @Property(tries = 200)
    void shouldRefuseWhatWasCutShortAnywhere(@ForAll("items") final List<Item> items) {
        final byte[] whole = write(items);
        for (int length = 0; length < whole.length; length++) {
            final byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part, items.size()))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOf(StateFormatException.class);
        }
    }

    @Property
    void shouldStartAnewWhenCleared(@ForAll("items") final List<Item> before, @ForAll("items") final List<Item> items) {
        final BinaryWriter out = new BinaryWriter();
        write(before, out);
        write(items, out.clear());
        assertThat(out.toBytes()).isEqualTo(write(items));
    }

    @Property
    void shouldKeepSmallNumbersShort(@ForAll final byte small) {
        assertThat(new BinaryWriter().number(small / 2).toBytes()).hasSize(1);
    }

    @Test
    void shouldReadEveryFormatUpToItsOwnAndRefuseNewerOnes() {
        for (int format = 1; format <= NEWEST; format++) {
            assertThat(reader(format).format(NEWEST, "a thing")).isEqualTo(format);
        }
        assertThatThrownBy(() -> reader(NEWEST + 1).format(NEWEST, "a thing"))
                .isInstanceOf(NewerVersionException.class)
                .hasMessageContaining("a thing has format 4")
                .hasMessageContaining("newer version");
        assertThatThrownBy(() -> reader(0).format(NEWEST, "a thing")).isInstanceOf(StateFormatException.class);
    }

    @Test
    void shouldRefuseCountsThatCannotBeTrue() {
        for (final long count : new long[] {-1, 2, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE}) {
            final byte[] bytes = new BinaryWriter().number(count).u8(7).toBytes();
            assertThatThrownBy(() -> new BinaryReader(bytes).count())
                    .as("count %s", count)
                    .isInstanceOf(StateFormatException.class);
        }
    }

    @Test
    void shouldRefuseANumberWithoutAnEnd() {
        final byte[] endless = new byte[20];
        Arrays.fill(endless, (byte) 0x80);
        assertThatThrownBy(() -> new BinaryReader(endless).number()).isInstanceOf(StateFormatException.class);
    }

    private static BinaryReader reader(final int format) {
        return new BinaryReader(new byte[] {(byte) format});
    }

    private static byte[] write(final List<Item> items) {
        final BinaryWriter out = new BinaryWriter();
        write(items, out);
        return out.toBytes();
    }

    private static void write(final List<Item> items, final BinaryWriter out) {
        for (final Item item : items) {
            out.u8(item.u8())
                    .flag(item.flag())
                    .number(item.number())
                    .fixed(item.fixed())
                    .text(item.text());
        }
    }

    private static List<Item> read(final byte[] bytes, final int count) {
        final BinaryReader in = new BinaryReader(bytes);
        final Item[] items = new Item[count];
        for (int i = 0; i < count; i++) {
            items[i] = new Item(in.u8(), in.flag(), in.number(), in.fixed(), in.text());
        }
        return List.of(items);
    }
}
