package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.yaml.Forms;
import io.millrace.ingest.opcua.OpcUaConfig;
import io.millrace.ingest.opcua.OpcUaUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a command gets into an OPC UA server: as a source of the same name does, with its certificate and its trust. */
final class OpcUaAccess {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "opcua",
            description = "Of the source: our certificate is for it (default: ${DEFAULT-VALUE}).")
    private String name = "opcua";

    @Option(
            names = "--security",
            paramLabel = "WHICH",
            defaultValue = "sign-and-encrypt",
            converter = SecurityOption.class,
            description =
                    "none, sign or sign-and-encrypt; nothing less is ever used by itself (default: ${DEFAULT-VALUE}).")
    private OpcUaConfig.Security security = OpcUaConfig.Security.SIGN_AND_ENCRYPT;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            converter = PolicyOption.class,
            description = "Basic256Sha256 (default), Aes128_Sha256_RsaOaep or Aes256_Sha256_RsaPss.")
    private OpcUaConfig.@Nullable Policy policy;

    @Option(
            names = "--pki",
            paramLabel = "DIR",
            defaultValue = "data/pki",
            description = "Certificates: ours, and of servers that are trusted (default: ${DEFAULT-VALUE}).")
    private Path pki = Path.of("data/pki");

    @Option(names = "--username", paramLabel = "NAME", description = "Default: anonymous.")
    private @Nullable String username;

    @ArgGroup
    private @Nullable Password password;

    @Option(
            names = "--user-certificate",
            paramLabel = "FILE",
            description = "A user who is known by a certificate (PEM), instead of a name; with --user-key.")
    private @Nullable Path userCertificate;

    @Option(names = "--user-key", paramLabel = "FILE", description = "The certificate's key, PEM without a password.")
    private @Nullable Path userKey;

    /** Where the password is; it never stands on the command line, where every user of the machine can read it. */
    static final class Password {
        @Option(names = "--password-env", paramLabel = "NAME", description = "The variable that holds the password.")
        private @Nullable String variable;

        @Option(names = "--password-file", paramLabel = "FILE", description = "The file that holds the password.")
        private @Nullable Path file;

        /** As a configuration writes it. */
        String reference() {
            return variable == null
                    ? "${file:" + requireNonNull(file).toAbsolutePath() + "}"
                    : "${env:" + variable + "}";
        }

        private String text(final Function<String, @Nullable String> environment) {
            final String name = variable;
            if (name != null) {
                final String value = environment.apply(name);
                if (value == null || value.isEmpty()) {
                    throw new IllegalArgumentException(
                            "the environment variable " + name + " is not set: export it before starting");
                }
                return value;
            }
            final Path from = requireNonNull(file);
            try {
                final String content = Files.readString(from).stripTrailing();
                if (content.isEmpty()) {
                    throw new IllegalArgumentException("the file " + from + " is empty: put the password into it");
                }
                return content;
            } catch (final IOException unreadable) {
                throw new IllegalArgumentException("the file " + from + " cannot be read", unreadable);
            }
        }
    }

    /** @throws IllegalArgumentException if the options do not fit together; says what to do */
    OpcUaConfig config(final String url, final Function<String, @Nullable String> environment) {
        Forms.name().parse().apply(name);
        if (security == OpcUaConfig.Security.NONE && policy != null) {
            throw new IllegalArgumentException("--policy does not go with --security none: remove one");
        }
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException(
                    username == null
                            ? "a password without --username: add it"
                            : "--username needs a password: add --password-env NAME or --password-file FILE");
        }
        if ((userCertificate == null) != (userKey == null)) {
            throw new IllegalArgumentException("--user-certificate and --user-key go together: add the other one");
        }
        if (username != null && userCertificate != null) {
            throw new IllegalArgumentException("a user has a name or a certificate: remove one");
        }
        final OpcUaConfig config = OpcUaConfig.of(name, url, pki.toAbsolutePath(), List.of())
                .withSecurity(security, policy == null ? OpcUaConfig.Policy.BASIC256_SHA256 : policy);
        if (username != null && password != null) {
            return config.withUser(new OpcUaUser.Named(username, password.text(environment)));
        } else if (userCertificate != null && userKey != null) {
            return config.withUser(new OpcUaUser.Certified(userCertificate.toAbsolutePath(), userKey.toAbsolutePath()));
        }
        return config;
    }

    /** The password as a configuration refers to it; null for anonymous. */
    @Nullable
    String passwordReference() {
        return password == null ? null : password.reference();
    }

    /** As in the configuration. */
    static String text(final OpcUaConfig.Security security) {
        return security.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static final class SecurityOption implements ITypeConverter<OpcUaConfig.Security> {
        @Override
        public OpcUaConfig.Security convert(final String given) {
            return Arrays.stream(OpcUaConfig.Security.values())
                    .filter(each -> text(each).equals(given))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + given + "' is no security: write none, sign or sign-and-encrypt"));
        }
    }

    static final class PolicyOption implements ITypeConverter<OpcUaConfig.Policy> {
        @Override
        public OpcUaConfig.Policy convert(final String given) {
            try {
                return OpcUaConfig.Policy.of(given);
            } catch (final IllegalArgumentException unknown) {
                throw new TypeConversionException(unknown.getMessage());
            }
        }
    }
}
