package io.millrace.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.yaml.Checked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KafkaSecurityTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeWhatIsNoCertificate() throws IOException {
        Files.writeString(folder.resolve("no.pem"), "nothing");
    }

    @Test
    void shouldSpeakOfTlsAndSaslInKafkasWordsAndShowNoSecret() {
        final Checked<Configuration> read =
                read("tls: {}, sasl: {username: me, password: \"${env:PW}\"}", "pass\"word\\");

        final Configuration configuration = read.orThrow();
        assertThat(configuration.kafka().clientProperties())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"me\""
                                + " password=\"pass\\\"word\\\\\";");
        assertThat(String.join("\n", read.effective()))
                .contains("kafka.sasl.password: ****", "kafka.sasl.mechanism: SCRAM-SHA-512  (default)")
                .doesNotContain("pass\"word");
        assertThat(configuration.toString()).doesNotContain("pass\"word");
    }

    @Test
    void shouldTakeTlsAlone() {
        assertThat(read("tls: {}", "x").orThrow().kafka().clientProperties())
                .containsEntry("security.protocol", "SSL")
                .doesNotContainKey("sasl.mechanism");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sasl: {username: me, password: \"${env:PW}\"} | kafka.sasl | has no TLS around it: add",
                "tls: {}, sasl: {username: me, password: open} | kafka.sasl.password | a secret must not stand in the file",
                "tls: {}, sasl: {username: me} | kafka.sasl | needs username and password",
                "tls: {}, sasl: {mechanism: GSSAPI, username: me, password: \"${env:PW}\"} | kafka.sasl.mechanism | is not a mechanism that is known here",
                "tls: {trusted: no.pem} | kafka.tls.trusted | no.pem cannot be used",
                "tls: {trusted: none.pem} | kafka.tls.trusted | none.pem cannot be read: check the path",
                "tls: {certificate: no.pem, key: no.pem} | kafka.tls.certificate | no.pem cannot be used",
                "tls: {key: no.pem} | kafka.tls.key | has no certificate beside it: add one",
                "tls: {}, properties: {security.protocol: PLAINTEXT} | security.protocol | is set by kafka.tls or kafka.sasl already",
                "properties: {ssl.endpoint.identification.algorithm: \"\"} | ssl.endpoint.identification.algorithm | would believe any server",
                "properties: {sasl.mechanism: PLAIN, security.protocol: SASL_PLAINTEXT} | sasl.mechanism | would send the password unencrypted",
            })
    void shouldSayWhatIsWrong(final String settings, final String place, final String fault) {
        final Checked<Configuration> read = read(settings, "x");
        assertThat(read.faults()).singleElement().satisfies(found -> assertThat(found.toString())
                .contains(place, fault));
    }

    private Checked<Configuration> read(final String settings, final String password) {
        final String text = Template.millrace()
                .replace(
                        "bootstrap: 127.0.0.1:9092 ",
                        "bootstrap: 127.0.0.1:9092\n  " + settings.replaceAll("(?<=[}\\]]), (?=[a-z]+:)", "\n  ")
                                + "\n #");
        return Template.read(folder, text, Template.plant(), Map.of("PW", password));
    }
}
