package io.millrace.app.perf;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Under what conditions figures were measured.
 *
 * @param loadBefore runnable threads of the whole machine, mean of the last minute, before anything was started
 * @param loadAfter the same at the end
 */
public record Conditions(
        String startedAt,
        String cpu,
        int cores,
        long memoryBytes,
        String kernel,
        String jdk,
        String millrace,
        String kafka,
        double loadBefore,
        double loadAfter) {
    /** More than this part of the cores busy before the start: somebody else is at work. */
    private static final double QUIET = 0.25;

    public static Conditions now(final Instant startedAt) {
        final double load = load();
        final String version = Conditions.class.getPackage().getImplementationVersion();
        return new Conditions(
                startedAt.toString(),
                line("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                ProcessUse.kilobytes(read("/proc/meminfo"), "MemTotal"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                version == null ? "unpackaged" : version,
                AppInfoParser.getVersion(),
                load,
                load);
    }

    public Conditions after() {
        return new Conditions(startedAt, cpu, cores, memoryBytes, kernel, jdk, millrace, kafka, loadBefore, load());
    }

    /** True if nothing else kept the machine busy when it began. */
    public boolean wasQuiet() {
        return loadBefore <= QUIET * cores;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String line(final String file, final String field) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String read(final String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (final IOException notLinux) {
            return "";
        }
    }
}
