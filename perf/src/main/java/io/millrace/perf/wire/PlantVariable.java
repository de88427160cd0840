package io.millrace.perf.wire;

import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * What an OPC UA node shows.
 *
 * @param value an Integer (Int32), a Long (Int64) or a String
 * @param timeMs the source timestamp: when it became so
 */
record PlantVariable(Object value, long timeMs) {

    NodeId dataType() {
        if (value instanceof Integer) {
            return NodeIds.Int32;
        }
        return value instanceof Long ? NodeIds.Int64 : NodeIds.String;
    }

    /** The server timestamp is left to the server's clock. */
    DataValue dataValue() {
        return new DataValue(new Variant(value), StatusCode.GOOD, new DateTime(Instant.ofEpochMilli(timeMs)));
    }
}
