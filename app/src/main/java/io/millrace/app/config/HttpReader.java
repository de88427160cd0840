package io.millrace.app.config;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.HostPort;
import io.millrace.app.yaml.Secret;
import io.millrace.app.yaml.Section;
import io.millrace.ingest.http.HttpConfig;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the sources of type {@code http}. */
final class HttpReader {
    private static final long KB = 1L << 10;
    private static final long MB = 1L << 20;

    private final int ringSlots;
    private final Set<HostPort> taken;

    /** @param taken addresses at which something else listens */
    HttpReader(final int ringSlots, final Set<HostPort> taken) {
        this.ringSlots = ringSlots;
        this.taken = new HashSet<>(taken);
    }

    SourceSettings read(final Section section, final String name) {
        final HostPort listen = section.optional(
                "listen", Forms.hostPort(), new HostPort(HttpConfig.DEFAULT_HOST, HttpConfig.DEFAULT_PORT));
        final Optional<Secret> token = section.secret("token", true);
        final SourceSettings.@Nullable Tls tls = section.has("tls") ? section.section("tls", TlsReader::server) : null;
        if (listen.port() != 0 && !taken.add(listen)) {
            section.fault("listen", listen + " is the address of something else in this file: choose another port");
        }
        if (!HttpConfig.isLoopback(listen.host()) && !listen.host().isEmpty() && !isGuarded(token, tls)) {
            section.fault(
                    "listen",
                    listen + " can be reached from other computers, and there is no "
                            + (tls == null ? "tls" : "token") + ": add tls and a token, or listen on "
                            + HttpConfig.DEFAULT_HOST);
        }
        final String revealed = token.map(Secret::reveal).orElse("");
        if (!revealed.isEmpty() && revealed.length() < HttpConfig.MIN_TOKEN_CHARS) {
            section.fault(
                    "token",
                    "is too short to be safe: take at least " + HttpConfig.MIN_TOKEN_CHARS + " random characters");
        }
        final long maxBody = section.optional("max-body", Forms.size(KB, 16 * MB), MB);
        final int usual = Math.min(HttpConfig.DEFAULT_MAX_EVENTS, ringSlots);
        final int maxEvents = section.optional("max-events", fitting(), usual);
        return new SourceSettings.Http(name, listen, token.orElse(null), tls, (int) maxBody, maxEvents);
    }

    private static boolean isGuarded(final Optional<Secret> token, final SourceSettings.@Nullable Tls tls) {
        return tls != null && (token.isPresent() || tls.clients() != null);
    }

    private Form<Integer> fitting() {
        return Forms.whole(1, 1 << 20)
                .where(
                        events -> events <= ringSlots,
                        "do not fit into the journal's ring at once: choose at most " + ringSlots
                                + ", or raise journal.ring-slots");
    }
}
