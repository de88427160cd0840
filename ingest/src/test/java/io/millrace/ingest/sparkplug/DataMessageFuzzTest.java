package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.metric;
import static io.millrace.ingest.sparkplug.TestMetric.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.ingest.sparkplug.DataMessagePropertyTest.Side;
import io.millrace.ingest.sparkplug.SparkplugTopic.Type;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an edge node says after its birth, a gateway that makes no objects of data says the same as one that does. */
class DataMessageFuzzTest {
    private static final long BIRTH_MS = 1_790_000_000_000L;
    private static final Type[] TYPES = {Type.DDATA, Type.NDATA, Type.DBIRTH, Type.NBIRTH, Type.DDEATH, Type.NDEATH};
    private static final int MOST_MESSAGES = 40;

    private static int takenBefore;

    @BeforeAll
    static void count() {
        takenBefore = DataMessagePropertyTest.taken;
    }

    /** Otherwise nothing would have been compared. */
    @AfterAll
    static void shouldHaveTakenSome() {
        assertThat(DataMessagePropertyTest.taken).isGreaterThan(takenBefore);
    }

    static Stream<byte[]> seeds() {
        final long ms = BIRTH_MS + 100;
        return Stream.of(
                message(
                        Type.DDATA,
                        metric().alias(1).time(ms).intValue(6),
                        metric().alias(2).time(ms).text("R1"),
                        metric().alias(3).text("AUTO"),
                        metric().name("Good").time(ms - 1).longValue(12),
                        metric().alias(6).time(ms).text("1003/0010")),
                message(Type.NDATA, metric().alias(9).longValue(17)),
                message(
                        Type.DDATA,
                        metric().alias(5).doubleValue(1e300),
                        metric().alias(5).time(-1).floatValue(-0.5f)),
                message(
                        Type.DDATA,
                        metric().alias(1).text(" held "),
                        metric().alias(4).isNull().historical()),
                concat(
                        message(Type.DDEATH),
                        message(
                                Type.DBIRTH,
                                TestMetric.named("Good", 4, DataType.INT64).longValue(20)),
                        message(Type.DDATA, metric().alias(4).longValue(21))),
                concat(
                        message(Type.NBIRTH, metric().name("bdSeq").longValue(2)),
                        message(Type.DDATA, metric().alias(4).longValue(1))));
    }

    /** @param messages of each its type, its length, and its payload, which is then given the number that is due */
    @MethodSource("seeds")
    @FuzzTest
    void shouldSayTheSameWhicheverWayDataTakes(final byte[] messages) throws MalformedPayloadException {
        final Side direct = new Side(true);
        final Side plain = new Side(false);
        final SplittableRandom random = new SplittableRandom(messages.length);
        DataMessagePropertyTest.both(
                direct, plain, Type.NBIRTH, "", DataMessagePropertyTest.nodeBirth(BIRTH_MS), BIRTH_MS);
        DataMessagePropertyTest.both(
                direct,
                plain,
                Type.DBIRTH,
                "mill1",
                DataMessagePropertyTest.deviceBirth(BIRTH_MS, 1, random),
                BIRTH_MS);
        // Births are over with the first data behind them.
        DataMessagePropertyTest.both(direct, plain, Type.NDATA, "", payload(BIRTH_MS, 2), BIRTH_MS);
        final PayloadDecoder decoder = new PayloadDecoder(PayloadDecoder.Limits.DEFAULT);
        final ByteBuffer in = ByteBuffer.wrap(messages);
        int seq = 3;
        for (int i = 1; i <= MOST_MESSAGES && in.remaining() >= 2; i++) {
            final Type type = TYPES[(in.get() & 0xff) % TYPES.length];
            final byte[] payload = numbered(next(in), type == Type.NBIRTH ? 0 : seq);
            if (isRefused(decoder, payload)) {
                continue;
            }
            seq = type == Type.NBIRTH ? 1 : type == Type.NDEATH ? seq : seq + 1;
            final String device = type.name().charAt(0) == 'D' ? "mill1" : "";
            DataMessagePropertyTest.both(direct, plain, type, device, payload, BIRTH_MS + 100 * i);
        }
    }

    private static boolean isRefused(final PayloadDecoder decoder, final byte[] payload) {
        try {
            decoder.wrap(payload);
            return false;
        } catch (final MalformedPayloadException refused) {
            return true;
        }
    }

    private static byte[] next(final ByteBuffer in) {
        final int length = in.get() & 0xff;
        final byte[] payload = new byte[Math.min(length, in.remaining())];
        in.get(payload);
        return payload;
    }

    /** The last number in a payload is the one that counts. */
    private static byte[] numbered(final byte[] payload, final int seq) {
        final byte[] numbered = Arrays.copyOf(payload, payload.length + 2);
        numbered[payload.length] = 3 << 3;
        numbered[payload.length + 1] = (byte) seq;
        return numbered;
    }

    private static byte[] message(final Type type, final TestMetric... metrics) {
        final byte[] payload = payload(BIRTH_MS + 100, -1, metrics);
        return concat(new byte[] {(byte) Arrays.asList(TYPES).indexOf(type), (byte) payload.length}, payload);
    }

    private static byte[] concat(final byte[]... parts) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
