package io.millrace.app.load;

/** Which set of processes a load goes to. */
final class Installations {
    private static final double OWN_START_S = 20;

    private Installations() {}

    static Installation of(final LoadOptions options, final boolean withTopology) {
        return options.target() == null
                ? new OwnInstallation(options.out().resolve("data"), options.plant(), withTopology)
                : new RunningInstallation(options.target(), options, withTopology);
    }

    /** About how long its start takes, in seconds. */
    static double startS(final LoadOptions options) {
        return options.target() == null ? OWN_START_S : 1;
    }
}
