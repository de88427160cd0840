package io.millrace.rivals.flink;

import io.millrace.rivals.Unit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the bridge wrote: the machine's path and the message. */
final class UnitDeserializer implements KafkaRecordDeserializationSchema<Unit> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(final ConsumerRecord<byte[], byte[]> event, final Collector<Unit> out) throws IOException {
        out.collect(Unit.of(new String(event.key(), StandardCharsets.UTF_8), event.value()));
    }

    @Override
    public TypeInformation<Unit> getProducedType() {
        return TypeInformation.of(Unit.class);
    }
}
