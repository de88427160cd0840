package io.millrace.app.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir
    Path folder;

    @Test
    void shouldAddUpAStoresPartitionsAndDeleteTheWhole() throws IOException {
        file("shop/shop/0_0/rocksdb/heads/1.sst", 10);
        file("shop/shop/0_1/rocksdb/heads/1.sst", 20);
        file("shop/shop/0_1/rocksdb/history/1.sst", 5);
        file("shop/shop/0_1/.checkpoint", 7);

        assertThat(Folders.bytesByStore(folder)).isEqualTo(Map.of("shop/heads", 30L, "shop/history", 5L));
        assertThat(Folders.bytes(folder)).isEqualTo(42);
        Folders.delete(folder.resolve("shop"));
        assertThat(folder).isEmptyDirectory();
        Folders.delete(folder.resolve("shop"));
    }

    private void file(final String name, final int bytes) throws IOException {
        final Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
    }
}
