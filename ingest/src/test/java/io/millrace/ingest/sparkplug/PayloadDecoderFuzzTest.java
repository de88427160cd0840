package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.metric;
import static io.millrace.ingest.sparkplug.TestMetric.named;
import static io.millrace.ingest.sparkplug.TestMetric.payload;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are, the decoder reads what is read byte by byte, or refuses it at the same place in the same words. */
class PayloadDecoderFuzzTest {
    private final PayloadDecoderPropertyTest property = new PayloadDecoderPropertyTest();

    static Stream<byte[]> seeds() {
        return Stream.of(
                payload(1, 0, named("bdSeq", 0, DataType.UINT64).longValue(7)),
                payload(
                        1_790_000_000_000L,
                        3,
                        metric().alias(-1).time(5).type(3).intValue(-1),
                        metric().name("größe").floatValue(1.5f).historical(),
                        metric().alias(2).doubleValue(-0.25).isTransient(),
                        metric().alias(3).booleanValue(true),
                        metric().alias(4).text("1001/0010"),
                        metric().alias(5).isNull()),
                payload(
                        1,
                        255,
                        metric().nested(17, new byte[] {8, 1}),
                        metric().nested(9, new byte[] {10, 1, 'Q'}).longValue(1)),
                TestMetric.bytes(out -> {
                    out.writeTag(9, 3);
                    out.writeUInt64(1, 1);
                    out.writeTag(9, 4);
                    out.writeFixed32(12, 7);
                    out.writeFixed64(13, 7);
                }));
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldReadWhatIsReadByteByByte(final byte[] payload) {
        property.compare(payload);
    }
}
