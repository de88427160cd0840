package io.millrace.app.yaml;

/** A TCP address. Port 0 asks for any that is free. */
public record HostPort(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
