package io.millrace.ingest.files;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps all it is told, as text and as it was. */
public final class CollectingPlayback implements Playback {
    private static final long NS_PER_S = 1_000_000_000L;

    private final long latestNs;
    private final List<Said> said = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private long lines;

    /** @param latest nothing recorded can be later, ISO-8601 */
    public CollectingPlayback(final String latest) {
        this.latestNs = Instant.parse(latest).getEpochSecond() * NS_PER_S;
    }

    public CollectingPlayback() {
        this("2030-01-01T00:00:00Z");
    }

    @Override
    public void say(final Said message) {
        said.add(message);
    }

    @Override
    public void refuse(final Refused letter) {
        refused.add(letter);
    }

    @Override
    public void passTo(final long timeNs) {}

    @Override
    public long latestNs() {
        return latestNs;
    }

    @Override
    public void progress(final Phase phase, final long done, final long all, final long linesRead) {
        lines = linesRead;
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    public List<Said> saidMessages() {
        return said;
    }

    public long lines() {
        return lines;
    }

    /** Each message as its time, the machine's last level, its id if it has one, and its facts. */
    public List<String> said() {
        return said.stream()
                .map(each -> Instant.ofEpochSecond(each.timeNs() / NS_PER_S, each.timeNs() % NS_PER_S) + " "
                        + each.machine().substring(each.machine().lastIndexOf('/') + 1) + " "
                        + (each.eventId().isEmpty() ? "" : each.eventId() + " ")
                        + String.join(
                                " + ",
                                each.facts().stream().map(Object::toString).toList()))
                .toList();
    }

    /** Each refusal as its place, reason and detail. */
    public List<String> refused() {
        return refused.stream()
                .map(each -> each.origin() + " " + each.reason() + " " + each.detail())
                .toList();
    }

    public List<Refused> refusals() {
        return refused;
    }
}
