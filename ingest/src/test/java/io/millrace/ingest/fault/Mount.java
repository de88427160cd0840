package io.millrace.ingest.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file system of the test's own. Only root can mount one: for anybody else the test is skipped, with a sentence. */
final class Mount implements AutoCloseable {
    private final Path folder;

    private Mount(final Path folder) {
        this.folder = folder;
    }

    /** In memory. */
    static Mount memory(final Path folder, final int megabytes) throws IOException, InterruptedException {
        return mount(folder, List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs"));
    }

    /** An ext4 file system in a file, made if it is not there yet. */
    static Mount image(final Path folder, final Path image, final int megabytes)
            throws IOException, InterruptedException {
        if (!Files.exists(image)) {
            final String made = run(List.of("truncate", "-s", megabytes + "M", image.toString()))
                    + run(List.of("mkfs.ext4", "-q", "-F", image.toString()));
            assumeTrue(made.isEmpty(), () -> "skipped: no ext4 image can be made here: " + made);
        }
        return mount(folder, List.of("mount", "-o", "loop", image.toString()));
    }

    private static Mount mount(final Path folder, final List<String> command) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        final String fault = run(concat(command, folder.toString()));
        assumeTrue(fault.isEmpty(), () -> "skipped: a file system cannot be mounted here (root only): " + fault);
        return new Mount(folder);
    }

    Path folder() {
        return folder;
    }

    private static List<String> concat(final List<String> command, final String last) {
        return Stream.concat(command.stream(), Stream.of(last)).toList();
    }

    /** @return what it complained of; empty if all went well */
    private static String run(final List<String> command) throws InterruptedException {
        try {
            final Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : said + command;
        } catch (final IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Lazily: a journal's mapped files are let go a little later. */
    @Override
    public void close() throws IOException {
        try {
            final String fault = run(List.of("umount", "--lazy", folder.toString()));
            if (!fault.isEmpty()) {
                throw new IOException(fault);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: " + folder + " is still mounted", e);
        }
    }
}
