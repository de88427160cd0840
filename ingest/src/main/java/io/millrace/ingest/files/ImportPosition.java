package io.millrace.ingest.files;

import io.millrace.ingest.journal.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far an import that is not finished has come: a small file named for what is imported, by content and not by name. It is gone
 * once the import is done. Belongs to one thread.
 */
public final class ImportPosition {
    /**
     * @param durable messages from the beginning of which none is missing in the journal
     * @param startedNs when the import was begun first, nanoseconds since the epoch
     */
    record Mark(long durable, long startedNs) {}

    private static final int BUFFER = 256 * 1024;
    private static final String FORMAT = "millrace-import-1";

    private final Path file;

    private ImportPosition(final Path file) {
        this.file = file;
    }

    /**
     * The position of this recording; reads all of its files.
     *
     * @param folder of positions, made if it is not there
     * @param source name in the events' identity
     * @param setup whatever else the recording's words depend on, as text: the mapping
     * @param known machines of the master data, which decide what is taken
     */
    public static ImportPosition of(
            final Path folder,
            final String source,
            final String setup,
            final Recording recording,
            final Set<String> known)
            throws IOException {
        final MessageDigest digest = sha256();
        for (final String part : new String[] {FORMAT, source, setup, new TreeSet<>(known).toString()}) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        for (final Path each : recording.files()) {
            digest.update((each.getFileName() + "\0" + Files.size(each) + "\0").getBytes(StandardCharsets.UTF_8));
            add(each, digest);
        }
        Files.createDirectories(folder);
        return new ImportPosition(folder.resolve(HexFormat.of().formatHex(digest.digest()) + ".position"));
    }

    /** @return where it was cut off; at the beginning if it never was */
    Mark read(final long nowNs) throws IOException {
        try {
            final String[] words = Files.readString(file).strip().split(" ");
            if (words.length == 3 && words[0].equals(FORMAT)) {
                return new Mark(Long.parseLong(words[1]), Long.parseLong(words[2]));
            }
        } catch (final NoSuchFileException none) {
            return new Mark(0, nowNs);
        } catch (final NumberFormatException damaged) {
            // Said below, with the same words.
        }
        throw new IOException(
                file + " is damaged: delete it; the import then begins anew, which repeats and does no harm");
    }

    /** Not forced: after a power cut an older one may be back, and more is repeated. */
    void write(final Mark mark) throws IOException {
        DurableFile.replaceLazily(
                file, (FORMAT + " " + mark.durable + " " + mark.startedNs + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Forgets it: the import is done, or is to begin anew. */
    public void forget() throws IOException {
        Files.deleteIfExists(file);
    }

    private static void add(final Path file, final MessageDigest digest) throws IOException {
        final byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
