package io.millrace.ingest.sparkplug;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.eclipse.tahu.SparkplugException;
import org.eclipse.tahu.message.SparkplugBPayloadEncoder;
import org.eclipse.tahu.message.model.DataSet;
import org.eclipse.tahu.message.model.DataSet.DataSetBuilder;
import org.eclipse.tahu.message.model.DataSetDataType;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.Metric.MetricBuilder;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.PropertyDataType;
import org.eclipse.tahu.message.model.PropertySet;
import org.eclipse.tahu.message.model.PropertySet.PropertySetBuilder;
import org.eclipse.tahu.message.model.PropertyValue;
import org.eclipse.tahu.message.model.Row.RowBuilder;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.message.model.Template;
import org.eclipse.tahu.message.model.Template.TemplateBuilder;
import org.eclipse.tahu.message.model.Value;

/** Payloads as Tahu's encoder writes them, of any datatype, the same for the same seed. */
final class TahuPayloads {
    static final List<MetricDataType> TYPES = List.of(
            MetricDataType.Int8,
            MetricDataType.Int16,
            MetricDataType.Int32,
            MetricDataType.Int64,
            MetricDataType.UInt8,
            MetricDataType.UInt16,
            MetricDataType.UInt32,
            MetricDataType.UInt64,
            MetricDataType.Float,
            MetricDataType.Double,
            MetricDataType.Boolean,
            MetricDataType.String,
            MetricDataType.DateTime,
            MetricDataType.Text,
            MetricDataType.UUID,
            MetricDataType.DataSet,
            MetricDataType.Bytes,
            MetricDataType.File,
            MetricDataType.Template,
            MetricDataType.Int8Array,
            MetricDataType.Int16Array,
            MetricDataType.Int32Array,
            MetricDataType.Int64Array,
            MetricDataType.UInt8Array,
            MetricDataType.UInt16Array,
            MetricDataType.UInt32Array,
            MetricDataType.UInt64Array,
            MetricDataType.FloatArray,
            MetricDataType.DoubleArray,
            MetricDataType.BooleanArray,
            MetricDataType.StringArray,
            MetricDataType.DateTimeArray);

    private final Random random;

    TahuPayloads(final long seed) {
        this.random = new Random(seed);
    }

    byte[] payload() throws Exception {
        final List<Metric> metrics = new ArrayList<>();
        final int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            metrics.add(metric(TYPES.get(random.nextInt(TYPES.size()))));
        }
        return encode(new SparkplugBPayload(time(), metrics, (long) random.nextInt(256)));
    }

    static byte[] encode(final SparkplugBPayload payload) throws IOException {
        return new SparkplugBPayloadEncoder().getBytes(payload, false);
    }

    Metric metric(final MetricDataType type) throws Exception {
        final MetricBuilder metric = new MetricBuilder(text(), type, random.nextInt(8) == 0 ? null : value(type, 0));
        if (random.nextBoolean()) {
            metric.alias(random.nextLong() >>> 1);
        }
        if (random.nextBoolean()) {
            metric.timestamp(time());
        }
        if (random.nextInt(4) == 0) {
            metric.isHistorical(true).isTransient(random.nextBoolean());
        }
        if (random.nextInt(4) == 0) {
            metric.properties(properties());
        }
        return metric.createMetric();
    }

    private Object value(final MetricDataType type, final int depth) throws Exception {
        return switch (type.getType()) {
            case "Int8" -> (byte) random.nextInt();
            case "Int16", "UInt8" -> (short) (type == MetricDataType.Int16 ? random.nextInt() : random.nextInt(256));
            case "Int32", "UInt16" -> type == MetricDataType.Int32 ? random.nextInt() : random.nextInt(65_536);
            case "Int64" -> random.nextLong();
            case "UInt32" -> random.nextInt() & 0xffff_ffffL;
            case "UInt64" -> new BigInteger(64, random);
            case "Float" -> random.nextFloat() * 1e6f;
            case "Double" -> random.nextGaussian() * 1e12;
            case "Boolean" -> random.nextBoolean();
            case "String", "Text", "UUID" -> text();
            case "DateTime" -> time();
            case "DataSet" -> dataSet();
            case "Bytes" -> bytes();
            case "File" -> new org.eclipse.tahu.message.model.File("f.bin", bytes());
            case "Template" -> template(depth);
            case "Int8Array" -> new Byte[] {1, -1};
            case "Int16Array" -> new Short[] {1, -1};
            case "UInt8Array" -> new Short[] {1, 255};
            case "Int32Array" -> new Integer[] {random.nextInt(), -1};
            case "UInt16Array" -> new Integer[] {1, 65_535};
            case "Int64Array" -> new Long[] {random.nextLong(), -1L};
            case "UInt32Array" -> new Long[] {1L, 0xffff_ffffL};
            case "UInt64Array" -> new BigInteger[] {BigInteger.ONE};
            case "FloatArray" -> new Float[] {1.5f};
            case "DoubleArray" -> new Double[] {1.5, -2.5};
            case "BooleanArray" -> new Boolean[] {true, false, true};
            case "StringArray" -> new String[] {text(), text()};
            case "DateTimeArray" -> new Date[] {time()};
            default -> throw new IllegalArgumentException("no values of " + type);
        };
    }

    private DataSet dataSet() throws SparkplugException {
        return new DataSetBuilder(2)
                .addColumnName("a")
                .addColumnName("b")
                .addType(DataSetDataType.Int32)
                .addType(DataSetDataType.String)
                .addRow(new RowBuilder()
                        .addValue(new Value<>(DataSetDataType.Int32, random.nextInt()))
                        .addValue(new Value<>(DataSetDataType.String, text()))
                        .createRow())
                .createDataSet();
    }

    private Template template(final int depth) throws Exception {
        final TemplateBuilder template =
                new TemplateBuilder().templateRef("Motor").definition(false).version("v1");
        template.addMetric(new MetricBuilder("Speed", MetricDataType.Double, random.nextDouble()).createMetric());
        if (depth < 3 && random.nextBoolean()) {
            template.addMetric(
                    new MetricBuilder("Inner", MetricDataType.Template, value(MetricDataType.Template, depth + 1))
                            .createMetric());
        }
        return template.createTemplate();
    }

    private PropertySet properties() throws Exception {
        return new PropertySetBuilder()
                .addProperty("unit", new PropertyValue<>(PropertyDataType.String, text()))
                .addProperty("low", new PropertyValue<>(PropertyDataType.Double, random.nextDouble()))
                .createPropertySet();
    }

    private Date time() {
        return new Date(1_600_000_000_000L + random.nextInt(1_000_000_000));
    }

    private byte[] bytes() {
        final byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        final StringBuilder text = new StringBuilder("m");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(random.nextInt(4) == 0 ? 0x20 + random.nextInt(0x600) : 'a' + random.nextInt(26));
        }
        return text.toString();
    }
}
