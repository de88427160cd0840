package io.millrace.ingest.gateway;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.ExpandableArrayBuffer;

/** Master data as events: without a machine, identified by its content, so that saying it again at each start changes nothing. */
final class Definitions {
    static final String SOURCE = "master-data";
    private static final int ID_BYTES = 16;

    private Definitions() {}

    static Set<String> machines(final List<Fact.Definition> definitions) {
        return definitions.stream()
                .filter(Fact.MachineDefined.class::isInstance)
                .map(d -> ((Fact.MachineDefined) d).path())
                .collect(Collectors.toUnmodifiableSet());
    }

    static Event event(final Fact.Definition definition, final String gateway, final long gatewayTimeNs) {
        final EventHead head = EventHead.of(gateway, SOURCE, "", definition.effectiveFromNs(), gatewayTimeNs);
        return new Event(head.withIds(contentId(definition), ""), definition);
    }

    private static String contentId(final Fact.Definition definition) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final Event bare = new Event(EventHead.of("", SOURCE, "", 0, 0), definition);
        final int length = new EventEncoder().encode(bare, buffer, 0);
        try {
            final byte[] hash = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(buffer.byteArray(), length));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
