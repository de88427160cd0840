package io.millrace.core.posting;

import io.millrace.core.plant.OperationKey;
import org.jspecify.annotations.Nullable;

/**
 * What one operation adds to its site's figures.
 *
 * @param site enterprise and site, the first two levels of a machine's path
 * @param unit of the quantities; those of different units are never added
 * @param difference to what the operation said before
 * @param oldestUnpostedNs of the operation as it is now, null if nothing waits
 */
public record SiteChange(
        String site,
        OperationKey operation,
        String unit,
        Figures difference,
        @Nullable Long oldestUnpostedNs,
        long asOfNs) {
    /** @return the site of a machine's path */
    public static String siteOf(final String machine) {
        final int enterprise = machine.indexOf('/');
        final int site = machine.indexOf('/', enterprise + 1);
        return enterprise < 0 || site < 0 ? machine : machine.substring(0, site);
    }
}
