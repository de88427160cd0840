package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.metric;
import static io.millrace.ingest.sparkplug.TestMetric.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.eclipse.tahu.message.model.DataSet.DataSetBuilder;
import org.eclipse.tahu.message.model.DataSetDataType;
import org.eclipse.tahu.message.model.Metric.MetricBuilder;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.Row;
import org.eclipse.tahu.message.model.Row.RowBuilder;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.message.model.Template;
import org.eclipse.tahu.message.model.Template.TemplateBuilder;
import org.eclipse.tahu.message.model.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values inside of what Tahu has written. */
class PartReaderTest {
    private static final List<String> PATHS = List.of(
            "[0]", "[1]", "[9]", "[0]/a", "[0]/b", "/Speed", "/Inner/Speed", "/Loads[1]", "/Inner", "[0]x", "[");

    private final PayloadDecoder decoder = new PayloadDecoder(PayloadDecoder.Limits.DEFAULT);

    @Test
    void shouldReadElementsOfArrays() throws Exception {
        assertElements(MetricDataType.Int8Array, new Byte[] {1, -1}, 1L, -1L);
        assertElements(MetricDataType.Int16Array, new Short[] {300, -300}, 300L, -300L);
        assertElements(MetricDataType.Int32Array, new Integer[] {70_000, -70_000}, 70_000L, -70_000L);
        assertElements(MetricDataType.Int64Array, new Long[] {1L << 40, -1L}, 1L << 40, -1L);
        assertElements(MetricDataType.UInt8Array, new Short[] {1, 255}, 1L, 255L);
        assertElements(MetricDataType.UInt16Array, new Integer[] {1, 65_535}, 1L, 65_535L);
        assertElements(MetricDataType.UInt32Array, new Long[] {1L, 0xffff_ffffL}, 1L, 0xffff_ffffL);
        assertElements(
                MetricDataType.UInt64Array,
                new BigInteger[] {BigInteger.ONE, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)},
                1L,
                "18446744073709551615");
        assertElements(MetricDataType.FloatArray, new Float[] {1.5f, -2f}, 1.5f, -2f);
        assertElements(MetricDataType.DoubleArray, new Double[] {1.5, -2.0}, 1.5, -2.0);
        assertElements(MetricDataType.StringArray, new String[] {"größer", ""}, "größer", "");
        assertElements(MetricDataType.DateTimeArray, new Date[] {new Date(7), new Date(8)}, 7L, 8L);
        assertElements(
                MetricDataType.BooleanArray,
                new Boolean[] {true, false, false, false, false, false, false, false, true, false},
                true,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                true,
                false);
    }

    @Test
    void shouldReadMembersOfTemplates() throws Exception {
        final Template inner = new TemplateBuilder()
                .templateRef("Motor")
                .definition(false)
                .addMetric(new MetricBuilder("Speed", MetricDataType.Double, 2.5).createMetric())
                .createTemplate();
        wrap(
                MetricDataType.Template,
                new TemplateBuilder()
                        .templateRef("Line")
                        .definition(false)
                        .addMetric(new MetricBuilder("State", MetricDataType.Int32, 6).createMetric())
                        .addMetric(new MetricBuilder("Left/Good", MetricDataType.UInt64, BigInteger.TEN).createMetric())
                        .addMetric(new MetricBuilder("Order", MetricDataType.String, null).createMetric())
                        .addMetric(new MetricBuilder("Motor", MetricDataType.Template, inner).createMetric())
                        .addMetric(new MetricBuilder("Loads", MetricDataType.Int16Array, new Short[] {4, -5})
                                .createMetric())
                        .createTemplate());

        assertThat(read("/State")).isEqualTo(6L);
        assertThat(read("/Left/Good")).isEqualTo(10L);
        assertThat(read("/Order")).isNull();
        assertThat(read("/Motor/Speed")).isEqualTo(2.5);
        assertThat(read("/Loads[1]")).isEqualTo(-5L);
        assertThat(read("/Motor/Torque")).isSameAs(PartReader.ABSENT);
        assertThat(read("[0]")).isSameAs(PartReader.ABSENT);
        assertThatThrownBy(() -> read("/Motor")).hasMessageContaining("a TEMPLATE is no signal itself");
        assertThatThrownBy(() -> new PartReader(1, 1)
                        .read(decoder.payload(), decoder.metric(), DataType.TEMPLATE, "/Motor/Speed"))
                .isInstanceOf(MalformedPayloadException.class)
                .hasMessageContaining("nested deeper than 1");
    }

    @Test
    void shouldReadCellsOfDataSets() throws Exception {
        wrap(
                MetricDataType.DataSet,
                new DataSetBuilder(3)
                        .addColumnNames(List.of("slot", "tool", "used"))
                        .addTypes(List.of(DataSetDataType.Int8, DataSetDataType.String, DataSetDataType.Boolean))
                        .addRow(row((byte) -1, "drill", true))
                        .addRow(row((byte) 2, "saw", false))
                        .createDataSet());

        assertThat(read("[0]/slot")).isEqualTo(-1L);
        assertThat(read("[1]/tool")).isEqualTo("saw");
        assertThat(read("[1]/used")).isEqualTo(false);
        assertThat(read("[2]/tool")).isSameAs(PartReader.ABSENT);
        assertThat(read("[0]/other")).isSameAs(PartReader.ABSENT);
        assertThatThrownBy(() ->
                        new PartReader(1, 1).read(decoder.payload(), decoder.metric(), DataType.DATASET, "[1]/slot"))
                .isInstanceOf(MalformedPayloadException.class)
                .hasMessageContaining("beyond the first 1 rows");
    }

    @Property(tries = 5_000)
    void shouldFailOnlyAsMalformedWhateverIsDamaged(
            @ForAll final long seed, @ForAll @IntRange(min = 1, max = 5) final int damages) throws Exception {
        final Random random = new Random(seed);
        final byte[] bytes = new TahuPayloads(seed).payload();
        for (int i = 0; i < damages && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        try {
            decoder.wrap(bytes);
        } catch (final MalformedPayloadException refused) {
            return;
        }
        while (decoder.next()) {
            MetricQuality.isGood(decoder.payload(), decoder.metric());
            for (final String path : PATHS) {
                try {
                    read(path);
                } catch (final MalformedPayloadException refused) {
                    assertThat(refused.offset()).isBetween(0, bytes.length);
                }
            }
        }
    }

    @Test
    void shouldTakeTheQualityFromTheProperties() throws Exception {
        assertThat(isGood(metric().intValue(1))).isTrue();
        assertThat(isGood(metric().intValue(1).nested(9, quality(192)))).isTrue();
        assertThat(isGood(metric().intValue(1).nested(9, quality(0)))).isFalse();
        assertThat(isGood(metric().intValue(1).nested(9, quality(500)))).isFalse();
        assertThat(isGood(metric().intValue(1).nested(9, new byte[] {1, 2, 3})))
                .as("nothing that can be read")
                .isTrue();
    }

    /** A property set with a unit before the quality. */
    static byte[] quality(final int quality) {
        return TestMetric.bytes(out -> {
            out.writeString(1, "unit");
            out.writeString(1, "Quality");
            out.writeByteArray(2, TestMetric.bytes(unit -> unit.writeString(8, "pcs")));
            out.writeByteArray(2, TestMetric.bytes(value -> {
                value.writeUInt32(1, 3);
                value.writeUInt32(3, quality);
            }));
        });
    }

    private boolean isGood(final TestMetric metric) throws MalformedPayloadException {
        decoder.wrap(payload(1, 1, metric));
        assertThat(decoder.next()).isTrue();
        return MetricQuality.isGood(decoder.payload(), decoder.metric());
    }

    private void assertElements(final MetricDataType type, final Object[] array, final Object... expected)
            throws Exception {
        wrap(type, array);
        for (int i = 0; i < expected.length; i++) {
            assertThat(read("[" + i + "]"))
                    .as(type + " " + Arrays.toString(array) + " at " + i)
                    .isEqualTo(expected[i]);
        }
        assertThat(read("[" + expected.length + "]")).isSameAs(PartReader.ABSENT);
        assertThat(read("/x")).isSameAs(PartReader.ABSENT);
    }

    private void wrap(final MetricDataType type, final Object value) throws Exception {
        decoder.wrap(TahuPayloads.encode(
                new SparkplugBPayload(new Date(1), List.of(new MetricBuilder("m", type, value).createMetric()), 1L)));
        assertThat(decoder.next()).isTrue();
    }

    private @Nullable Object read(final String path) throws MalformedPayloadException {
        return PartReader.DEFAULT.read(decoder.payload(), decoder.metric(), decoder.dataType(), path);
    }

    private static Row row(final byte slot, final String tool, final boolean used) {
        return new RowBuilder()
                .addValue(new Value<>(DataSetDataType.Int8, slot))
                .addValue(new Value<>(DataSetDataType.String, tool))
                .addValue(new Value<>(DataSetDataType.Boolean, used))
                .createRow();
    }
}
