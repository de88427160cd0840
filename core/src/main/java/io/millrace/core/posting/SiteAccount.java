package io.millrace.core.posting;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A site's figures: sums, which grow by differences and so need to remember no operation, and the oldest unposted confirmation of
 * each operation that has one - of the {@value #KEPT} that have waited longest, since where nobody posts there are ever more. Not
 * thread-safe.
 */
public final class SiteAccount {
    /** Operations whose oldest unposted confirmation is remembered. */
    static final int KEPT = 256;

    private static final int FORMAT = 1;

    private final String site;
    private final TreeMap<String, Figures> byUnit = new TreeMap<>();
    private final TreeMap<String, Long> oldestNs = new TreeMap<>();

    public SiteAccount(final String site) {
        this.site = site;
    }

    public PostingAccuracy apply(final SiteChange change) {
        if (!change.difference().equals(Figures.NONE)) {
            byUnit.merge(change.unit(), change.difference(), Figures::plus);
        }
        final Long oldest = change.oldestUnpostedNs();
        if (oldest == null) {
            oldestNs.remove(change.operation().text());
        } else {
            oldestNs.put(change.operation().text(), oldest);
            forgetNewest();
        }
        return new PostingAccuracy(site, byUnit, oldestNs(), change.asOfNs());
    }

    private void forgetNewest() {
        if (oldestNs.size() > KEPT) {
            oldestNs.remove(Collections.max(oldestNs.entrySet(), Map.Entry.comparingByValue())
                    .getKey());
        }
    }

    private @Nullable Long oldestNs() {
        return oldestNs.isEmpty()
                ? null
                : oldestNs.values().stream().mapToLong(Long::longValue).min().getAsLong();
    }

    public byte[] write() {
        final BinaryWriter out = new BinaryWriter().u8(FORMAT).text(site).number(byUnit.size());
        for (final Map.Entry<String, Figures> unit : byUnit.entrySet()) {
            out.text(unit.getKey());
            PostingCodec.figures(unit.getValue(), out);
        }
        out.number(oldestNs.size());
        oldestNs.forEach((operation, ns) -> out.text(operation).number(ns));
        return out.toBytes();
    }

    /** @throws io.millrace.core.binary.NewerVersionException if a newer program wrote it */
    public static SiteAccount read(final byte[] stored) {
        final BinaryReader in = new BinaryReader(stored);
        in.format(FORMAT, "a site's posting figures");
        final SiteAccount account = new SiteAccount(in.text());
        for (int units = in.count(); units > 0; units--) {
            account.byUnit.put(in.text(), PostingCodec.figures(in));
        }
        for (int operations = in.count(); operations > 0; operations--) {
            account.oldestNs.put(in.text(), in.number());
        }
        return account;
    }
}
