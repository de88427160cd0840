package io.millrace.app.perf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process of this machine uses, as Linux's {@code /proc} and the JDK's {@code jcmd} have it. Stateless but for the id. */
public final class ProcessUse {
    /** What is said where it cannot be found out: no Linux, no JDK, no such process. */
    public static final long UNKNOWN = -1;

    /** Linux counts a process's time in hundredths of a second, whatever the kernel's own beat. */
    private static final long TICK_US = 10_000;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final long JCMD_WITHIN_S = 60;
    private static final Pattern USED =
            Pattern.compile("(?:def new|tenured|garbage-first|PSYoungGen|ParOldGen)[^,]*, used (\\d+)K");

    private final long pid;

    public ProcessUse(final long pid) {
        this.pid = pid;
    }

    /** CPU time since its start, of user and kernel, in microseconds; steps of 10 ms. */
    public long cpuUs() {
        return cpuUs(read("/proc/" + pid + "/stat"));
    }

    static long cpuUs(final String stat) {
        // The command's name may hold blanks and brackets: what follows its last bracket does not.
        final int name = stat.lastIndexOf(')');
        if (name < 0) {
            return UNKNOWN;
        }
        final String[] fields = stat.substring(name + 1).strip().split(" ");
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * TICK_US;
    }

    /** Memory resident now, in bytes; pages of mapped files are among it, which the kernel takes back as it likes. */
    public long residentBytes() {
        return kilobytes(read("/proc/" + pid + "/status"), "VmRSS");
    }

    /** Memory resident now that belongs to no file, in bytes: heap, stacks, what was allocated outside of the heap. */
    public long anonymousBytes() {
        return kilobytes(read("/proc/" + pid + "/status"), "RssAnon");
    }

    /** The most memory that was ever resident, in bytes. */
    long mostResidentBytes() {
        return kilobytes(read("/proc/" + pid + "/status"), "VmHWM");
    }

    static long kilobytes(final String status, final String field) {
        final Matcher found = Pattern.compile(field + ":\\s+(\\d+) kB").matcher(status);
        return found.find() ? Long.parseLong(found.group(1)) * 1024 : UNKNOWN;
    }

    /** Heap that is in use behind a full collection, which this causes; in bytes. */
    long liveHeapBytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        return usedBytes(jcmd("GC.heap_info"));
    }

    static long usedBytes(final String heapInfo) {
        final Matcher used = USED.matcher(heapInfo);
        long sum = UNKNOWN;
        while (used.find()) {
            sum = Math.max(sum, 0) + Long.parseLong(used.group(1)) * 1024;
        }
        return sum;
    }

    /** @return what it said, empty if there is no JDK or it did not answer */
    String jcmd(final String... command) throws IOException, InterruptedException {
        final Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(tool)) {
            return "";
        }
        final ProcessBuilder builder =
                new ProcessBuilder(tool.toString(), Long.toString(pid)).redirectErrorStream(true);
        builder.command().addAll(List.of(command));
        final Process process = builder.start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor(JCMD_WITHIN_S, TimeUnit.SECONDS) && process.exitValue() == 0 ? said : "";
    }

    private static String read(final String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (final IOException gone) {
            return "";
        }
    }
}
