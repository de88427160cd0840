package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientIdentityTest {
    private static final String URI = "urn:millrace:gateway:opc";

    @TempDir
    Path pki;

    @Test
    void shouldMakeACertificateOnceAndKeepIt() throws Exception {
        final ClientIdentity made = ClientIdentity.loadOrCreate(pki, URI);
        final ClientIdentity loaded = ClientIdentity.loadOrCreate(pki, URI);

        assertThat(loaded.certificate()).isEqualTo(made.certificate());
        assertThat(loaded.keyPair().getPrivate()).isEqualTo(made.keyPair().getPrivate());
        assertThat(CertificateUtil.getSanUri(made.certificate())).contains(URI);
        assertThat(Files.readAllBytes(made.certificateFile()))
                .isEqualTo(made.certificate().getEncoded());
    }

    @Test
    void shouldKeepTheKeyToItsOwner() throws Exception {
        Assumptions.assumeTrue(pki.getFileSystem().supportedFileAttributeViews().contains("posix"));
        ClientIdentity.loadOrCreate(pki, URI);

        assertThat(Files.getPosixFilePermissions(store()))
                .isEqualTo(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    }

    @Test
    void shouldNameTheFileThatCannotBeUsed() throws Exception {
        ClientIdentity.loadOrCreate(pki, URI);
        final Path store = store();
        Files.writeString(store, "not a key store");

        assertThatThrownBy(() -> ClientIdentity.loadOrCreate(pki, URI))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(store.toString(), "move it and the .der");
    }

    private Path store() throws IOException {
        try (Stream<Path> files = Files.list(pki.resolve("own"))) {
            return files.filter(file -> file.toString().endsWith(".p12"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
