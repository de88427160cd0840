package io.millrace.app.command;

import io.millrace.app.exit.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The life of a process that serves until it is told to stop: says that it is ready, waits, closes in order. */
final class Service {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    @Option(
            names = "--until-stdin-closes",
            description = "Stop when standard input ends: a parent that is killed leaves no orphan behind.")
    private boolean untilStdinCloses;

    /**
     * Returns when standard input ends, if asked to mind it, and never otherwise. The closing runs when the JVM goes down,
     * whatever made it do so.
     *
     * @param ready one JSON line for whoever started this process
     */
    int serve(final AutoCloseable served, final PrintWriter out, final String ready)
            throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(served), "shutdown"));
        out.println(ready);
        out.flush();
        if (untilStdinCloses) {
            System.in.transferTo(OutputStream.nullOutputStream());
        } else {
            Thread.currentThread().join();
        }
        return ExitCode.OK.code();
    }

    private static void close(final AutoCloseable served) {
        try {
            served.close();
        } catch (final Exception e) {
            LOG.warn("Did not stop in order: {}", e.getMessage());
        }
    }
}
