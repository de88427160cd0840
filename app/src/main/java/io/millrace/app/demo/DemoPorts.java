package io.millrace.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Loopback ports that were free a moment ago. */
record DemoPorts(int kafka, int kafkaController, int mqtt, int opcUa, int gatewayHttp, int topologyHttp) {
    static DemoPorts free() throws IOException {
        final List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return new DemoPorts(
                    held.get(0).getLocalPort(),
                    held.get(1).getLocalPort(),
                    held.get(2).getLocalPort(),
                    held.get(3).getLocalPort(),
                    held.get(4).getLocalPort(),
                    held.get(5).getLocalPort());
        } finally {
            for (final ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}
