package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher at the root, in a checkout of its own, with a Java and a Maven that only say what they were asked. */
final class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("..", "millrace").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private Path checkout = Path.of("");
    private Path tools = Path.of("");
    private Path jar = Path.of("");

    private record Run(int exitCode, String output) {}

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectories(folder.resolve("a checkout"));
        tools = Files.createDirectories(folder.resolve("tools"));
        jar = checkout.resolve("app/target/millrace/millrace.jar");
        Files.createDirectories(checkout.resolve("app/src/main/java"));
        Files.writeString(checkout.resolve("pom.xml"), "");
        Files.writeString(checkout.resolve("app/pom.xml"), "");
        Files.writeString(checkout.resolve("app/src/main/java/A.java"), "");
        Files.copy(LAUNCHER, checkout.resolve("millrace"));
        java(17);
        maven(
                "echo '[INFO] Building Millrace app 0.1  [6/7]'; mkdir -p app/target/millrace; touch app/target/millrace/millrace.jar");
    }

    @Test
    void shouldBuildOnceAndThenRunTheJarWithTheArgumentsAsTheyAre() throws Exception {
        final Run first = run("check", "a file");
        assertThat(first.exitCode()).isZero();
        assertThat(first.output()).contains("millrace: building (without tests)", "millrace: built in");
        assertThat(first.output()).endsWith("<-jar><" + jar + "><check><a file>\n");

        final Run second = run("check", "a file");
        assertThat(second.output()).doesNotContain("building").startsWith("ran <");
    }

    @Test
    void shouldBuildAgainWhenASourceIsNewer() throws Exception {
        run("--version");
        Files.setLastModifiedTime(
                checkout.resolve("app/src/main/java/A.java"),
                FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run("--version").output()).contains("building");
    }

    @Test
    void shouldShowTheEndOfTheLogWhenTheBuildFails() throws Exception {
        maven("echo 'A.java:[1,2] no such thing'; exit 1");
        final Run failed = run("demo");
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.output())
                .contains("A.java:[1,2] no such thing", "the build failed", checkout + "/target/build.log")
                .doesNotContain("ran <");
    }

    @Test
    void shouldWorkThroughALinkAndFromAnotherFolder() throws Exception {
        final Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a checkout", "millrace"));
        assertThat(runAs(link, "init").output()).endsWith("<" + jar + "><init>\n");
    }

    @Test
    void shouldRefuseAJavaThatIsTooOldOrMissing() throws Exception {
        java(11);
        final Run old = run("demo");
        assertThat(old.exitCode()).isEqualTo(3);
        assertThat(old.output()).contains("is Java 11", "JDK 17 or newer");

        final Run missing = run(folder.resolve("nowhere").toString(), checkout.resolve("millrace"), "demo");
        assertThat(missing.exitCode()).isEqualTo(3);
        assertThat(missing.output()).contains("JAVA_HOME is " + folder.resolve("nowhere"));
    }

    @Test
    void shouldAllowUnsafeMemoryWhereTheJdkWarnsOfItAndNowhereElse() throws Exception {
        assertThat(run("check").output()).doesNotContain("--sun-misc-unsafe-memory-access");
        java(25);
        assertThat(run("check").output()).contains("<--sun-misc-unsafe-memory-access=allow>");
    }

    private void java(final int version) throws IOException {
        script(
                tools.resolve("bin/java"),
                "if [[ $1 == -version ]]; then echo 'openjdk version \"" + version
                        + ".0.1\" 2025-01-01' >&2; exit; fi\n" + "printf 'ran '; printf '<%s>' \"$@\"; echo");
    }

    private void maven(final String does) throws IOException {
        script(tools.resolve("mvn"), does);
    }

    private static void script(final Path file, final String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(final String... arguments) throws Exception {
        return runAs(checkout.resolve("millrace"), arguments);
    }

    private Run runAs(final Path launcher, final String... arguments) throws Exception {
        return run(tools.toString(), launcher, arguments);
    }

    private Run run(final String javaHome, final Path launcher, final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().merge("PATH", tools.toString(), (path, mine) -> mine + ":" + path);
        final Process process = builder.start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }
}
