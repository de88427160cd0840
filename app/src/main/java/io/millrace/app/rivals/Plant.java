package io.millrace.app.rivals;

import io.millrace.app.load.LoadMessage;

/** The machines of a turn, connected to the MQTT broker. One thread starts, sends and closes. */
interface Plant extends AutoCloseable {
    static Plant of(final Wire wire, final RivalsOptions options, final Brokers brokers, final String turn) {
        return switch (wire) {
            case JSON -> new JsonPlant(options, brokers, turn);
            case SPARKPLUG -> new SparkplugPlant(options, brokers, turn);
        };
    }

    /** Connects, and starts an operation at each machine. Returns when that is sent. */
    void start(long nowNs) throws InterruptedException;

    /** Never blocks. Messages of a machine keep their order. */
    void send(LoadMessage message);

    @Override
    void close();
}
