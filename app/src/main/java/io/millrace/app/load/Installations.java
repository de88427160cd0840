package io.millrace.app.load;

import io.millrace.app.perf.Folders;
import java.io.IOException;
import java.nio.file.Path;

/** Which set of processes a load goes to. */
final class Installations {
    private static final double OWN_START_S = 20;

    private Installations() {}

    static Installation of(final LoadOptions options, final boolean withTopology) {
        return options.target() == null
                ? new OwnInstallation(data(options), options.plant(), withTopology)
                : new RunningInstallation(options.target(), options, withTopology);
    }

    /** The same for hours: what of its own processes' memory grows is not the heap being used for the first time. */
    static Installation forHours(final LoadOptions options) {
        return options.target() == null
                ? new OwnInstallation(data(options), options.plant(), true, true)
                : new RunningInstallation(options.target(), options, true);
    }

    /** Processes of its own, whatever the options say. */
    static OwnInstallation own(final LoadOptions options) {
        return new OwnInstallation(data(options), options.plant(), false);
    }

    /** Deletes what its own processes left, logs included, if nobody will want to look at it. */
    static void tidy(final LoadOptions options, final boolean isSound) throws IOException {
        if (isSound && options.target() == null) {
            Folders.delete(data(options));
        }
    }

    private static Path data(final LoadOptions options) {
        return options.out().resolve("data");
    }

    /** About how long its start takes, in seconds. */
    static double startS(final LoadOptions options) {
        return options.target() == null ? OWN_START_S : 1;
    }
}
