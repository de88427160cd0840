package io.millrace.ingest.http;

import io.millrace.ingest.tls.TlsIdentity;
import io.millrace.ingest.tls.TrustedIssuers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen, and for whom.
 *
 * @param name of the source
 * @param host to listen on; {@code 0.0.0.0} for every address of the computer
 * @param port 0 for any that is free
 * @param token what a sender must show, null if everybody may send: only on a loopback address; masked in {@link #toString()}
 * @param identity for TLS, null for plain HTTP: only on a loopback address
 * @param clients whose certificates senders must show, null if they need none; only with TLS
 * @param maxBodyBytes length of a request's body
 * @param maxEvents of one request; the ring must have room for as many
 */
public record HttpConfig(
        String name,
        String host,
        int port,
        @Nullable String token,
        @Nullable TlsIdentity identity,
        @Nullable TrustedIssuers clients,
        int maxBodyBytes,
        int maxEvents) {
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8088;
    public static final int DEFAULT_MAX_BODY_BYTES = 1 << 20;
    public static final int DEFAULT_MAX_EVENTS = 1_000;
    public static final int MIN_TOKEN_CHARS = 16;

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

    /** @throws IllegalArgumentException with every fault at once */
    public HttpConfig {
        final List<String> faults = new ArrayList<>();
        check(!name.isBlank(), "name is empty: give the source a name", faults);
        check(!host.isBlank(), "host is empty: give an address of this computer", faults);
        check(port >= 0 && port <= 65_535, "port " + port + ": 0 to 65535 is expected", faults);
        check(
                isLoopback(host) || identity != null && (token != null || clients != null),
                host
                        + " can be reached from other computers: give TLS and a token (or whose certificates to ask for), or"
                        + " listen on " + DEFAULT_HOST,
                faults);
        check(clients == null || identity != null, "clients without TLS: give a certificate and a key", faults);
        check(
                token == null || token.length() >= MIN_TOKEN_CHARS,
                "token is too short: at least " + MIN_TOKEN_CHARS + " characters are expected",
                faults);
        check(maxBodyBytes > 0 && maxEvents > 0, "maxBodyBytes and maxEvents must be positive", faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("HTTP source '" + name + "': " + String.join("; ", faults));
        }
    }

    /** True if only programs on this computer can reach the address. */
    public static boolean isLoopback(final String host) {
        return LOOPBACK.matcher(host).matches();
    }

    private static void check(final boolean good, final String fault, final List<String> faults) {
        if (!good) {
            faults.add(fault);
        }
    }

    @Override
    public String toString() {
        return "HttpConfig[name=" + name + ", host=" + host + ", port=" + port + ", token="
                + (token == null ? "null" : "***") + ", identity=" + identity + ", clients=" + clients
                + ", maxBodyBytes=" + maxBodyBytes
                + ", maxEvents=" + maxEvents + "]";
    }
}
