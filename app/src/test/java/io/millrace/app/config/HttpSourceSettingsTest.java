package io.millrace.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpSourceSettingsTest {
    private static final String TOKEN = "0123456789abcdef-secret";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeWhatIsNoCertificate() throws IOException {
        Files.writeString(folder.resolve("no.pem"), "nothing");
    }

    @Test
    void shouldReadTheDefaults() {
        assertThat(source(""))
                .isEqualTo(new SourceSettings.Http("web", new HostPort("127.0.0.1", 8088), null, null, 1 << 20, 1_000));
    }

    /** The template's example lacks nothing but the certificate. */
    @Test
    void shouldTakeTheExampleOfTheTemplate() {
        final String template = Template.millrace();
        final int example = template.indexOf("  # - name: web");
        final String text = template.substring(0, example)
                + template.substring(example).replaceAll("(?m)^  # ", "  ").replace("HTTP_TOKEN", "TOKEN");

        final Checked<Configuration> read =
                Template.read(folder, text, Template.plant(), Map.of("PW", "x", "TOKEN", TOKEN));

        assertThat(read.faults()).singleElement().satisfies(fault -> assertThat(fault.toString())
                .contains("sources[3].tls.certificate", "server.pem cannot be read"));
    }

    @Test
    void shouldHideTheToken() {
        final Checked<Configuration> read = read("token: \"${env:TOKEN}\", max-body: 2MB, max-events: 4096");

        final SourceSettings.Http http =
                (SourceSettings.Http) read.orThrow().sources().get(3);
        assertThat(Objects.requireNonNull(http.token()).reveal()).isEqualTo(TOKEN);
        assertThat(http.maxBodyBytes()).isEqualTo(2 << 20);
        assertThat(http.maxEvents()).isEqualTo(4_096);
        assertThat(String.join("\n", read.effective()))
                .contains("sources[3].token: ****")
                .doesNotContain(TOKEN);
        assertThat(http.toString()).doesNotContain(TOKEN);
    }

    @Test
    void shouldTakeAnyLoopbackAddressWithoutTls() {
        assertThat(source("listen: \"[::1]:0\"").listen()).isEqualTo(new HostPort("[::1]", 0));
        assertThat(source("listen: localhost:8088").listen().host()).isEqualTo("localhost");
        assertThat(source("listen: 127.8.0.1:8088").listen().host()).isEqualTo("127.8.0.1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "listen: 0.0.0.0:8088 | can be reached from other computers, and there is no tls: add tls and a token",
                "listen: 0.0.0.0:8088, token: \"${env:TOKEN}\" | and there is no tls",
                "listen: gw.plant:8088, tls: {certificate: no.pem} | and there is no token",
                "listen: 127.0.0.1.plant.net:8088 | can be reached from other computers",
                "listen: 127.0.0.1:9464 | is the address of something else in this file",
                "listen: 127.0.0.1:9465 | is the address of something else in this file",
                "token: 0123456789abcdef | a secret must not stand in the file",
                "token: \"${env:SHORT}\" | is too short to be safe: take at least 16",
                "tls: {certificate: none.pem, key: no.pem} | none.pem cannot be read: check the path",
                "tls: {certificate: no.pem, key: no.pem} | no.pem cannot be used",
                "tls: {certificate: no.pem} | check path and password",
                "tls: {key: no.pem} | certificate: is missing",
                "tls: {certificate: no.pem, key: no.pem, password: \"${env:TOKEN}\"} | is for a PKCS #12 file",
                "tls: {certificate: no.pem, key: no.pem, clients: no.pem} | no.pem cannot be used",
                "tls: {certificate: no.pem, key: no.pem, clients: none.pem} | none.pem cannot be read",
                "max-body: 1GB | is out of range",
                "max-events: 4097 | choose at most 4096, or raise journal.ring-slots",
                "url: http://127.0.0.1 | url: is unknown here",
            })
    void shouldNameTheRemedyOfEachFault(final String keys, final String message) {
        final Checked<Configuration> read = read(keys);

        assertThat(read.isSound()).isFalse();
        assertThat(read.faults()).anySatisfy(fault -> assertThat(fault.toString())
                .contains("sources[3].", message)
                .doesNotContain(TOKEN));
    }

    private SourceSettings.Http source(final String keys) {
        return (SourceSettings.Http) read(keys).orThrow().sources().get(3);
    }

    private Checked<Configuration> read(final String keys) {
        final String source = "  - {name: web, type: http" + (keys.isEmpty() ? "" : ", " + keys) + "}\n";
        return Template.read(
                folder,
                Template.millrace() + source,
                Template.plant(),
                Map.of("PW", "x", "TOKEN", TOKEN, "SHORT", "abc"));
    }
}
