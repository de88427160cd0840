package io.millrace.app;

import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest has it, and the Java it runs on. */
public final class ManifestVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        final String version = Millrace.class.getPackage().getImplementationVersion();
        return new String[] {
            "millrace " + (version == null ? "(not packaged)" : version) + " on Java " + Runtime.version()
        };
    }
}
