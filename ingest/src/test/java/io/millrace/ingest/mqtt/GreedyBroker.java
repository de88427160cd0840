package io.millrace.ingest.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An MQTT 5 broker that owes some messages and sends all of them at once to whoever subscribes, however few it is allowed; real ones do
 * so only under load. It speaks just as much of the protocol as that takes.
 */
final class GreedyBroker implements AutoCloseable {
    private static final int CONNECT = 1;
    private static final int SUBSCRIBE = 8;
    private static final byte[] ACCEPTED = {0x20, 3, 0, 0, 0};
    private static final byte RECEIVE_MAXIMUM = 0x21;
    private static final int MOST = 65_535;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Integer> allowed = new CopyOnWriteArrayList<>();
    private final String topic;
    private final List<byte[]> owed;

    GreedyBroker(final String topic, final List<byte[]> owed) throws IOException {
        this.topic = topic;
        this.owed = owed;
        final Thread thread = new Thread(this::serve, "greedy-broker");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** The receive maximum of each connection so far. */
    List<Integer> allowed() {
        return allowed;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                serve(new DataInputStream(client.getInputStream()), client.getOutputStream());
            } catch (final IOException gone) {
                continue; // the client has had enough, or the test
            }
        }
    }

    private void serve(final DataInputStream in, final OutputStream out) throws IOException {
        while (true) {
            final int type = in.readUnsignedByte() >> 4;
            final byte[] packet = in.readNBytes(length(in));
            if (type == CONNECT) {
                allowed.add(receiveMaximum(packet));
                out.write(ACCEPTED);
            } else if (type == SUBSCRIBE) {
                out.write(new byte[] {(byte) 0x90, 4, packet[0], packet[1], 0, 1});
                for (int i = 0; i < owed.size(); i++) {
                    out.write(publish(i + 1, owed.get(i)));
                }
            }
        }
    }

    private static int length(final DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            final int part = in.readUnsignedByte();
            length |= (part & 0x7f) << shift;
            if (part < 0x80) {
                return length;
            }
        }
    }

    /**
     * Properties follow protocol name, version, flags and keep-alive; the client writes the session's expiry first, and this one next
     * unless it is the protocol's default.
     */
    private static int receiveMaximum(final byte[] connect) {
        final ByteBuffer properties = ByteBuffer.wrap(connect, 11, connect[10]).slice();
        properties.position(1 + Integer.BYTES);
        final boolean isSaid = properties.hasRemaining() && properties.get() == RECEIVE_MAXIMUM;
        return isSaid ? Short.toUnsignedInt(properties.getShort()) : MOST;
    }

    private byte[] publish(final int id, final byte[] payload) {
        final byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        final int length = 2 + name.length + 2 + 1 + payload.length;
        final ByteBuffer packet = ByteBuffer.allocate(3 + length).put((byte) 0x32);
        packet.put((byte) (length & 0x7f | 0x80)).put((byte) (length >> 7));
        return packet.putShort((short) name.length)
                .put(name)
                .putShort((short) id)
                .put((byte) 0)
                .put(payload)
                .array();
    }
}
