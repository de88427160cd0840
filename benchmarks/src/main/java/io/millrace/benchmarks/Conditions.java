package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Under what a figure was measured: without it the figure says nothing. */
record Conditions(String cpu, int cores, String jdk, String os) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    static Conditions here() {
        return new Conditions(
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
    }

    private static String cpuName() {
        if (!Files.isReadable(CPU_INFO)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (final IOException e) {
            return "unknown";
        }
    }

    @Override
    public String toString() {
        return "CPU  " + cpu + ", " + cores + (cores == 1 ? " core" : " cores") + " for this JVM%n".formatted()
                + "JDK  " + jdk + "%n".formatted()
                + "OS   " + os;
    }
}
