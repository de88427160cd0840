package io.millrace.app.config;

import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The files that {@code millrace init} writes: a sound configuration to spoil in one place. */
public final class Template {
    private Template() {}

    static String millrace() {
        return text("millrace.yaml");
    }

    public static String plant() {
        return text("plant.yaml");
    }

    /** Nothing is commented out any more but sentences. */
    public static String plantWithExamples() {
        return plant().replaceAll("(?m)^( *)# ( *(?:- )?(?:[a-z-]+:|\\{).*)$", "$1$2");
    }

    static Checked<Configuration> read(
            final Path folder, final String millrace, final String plant, final Map<String, String> environment) {
        try {
            Files.writeString(folder.resolve("plant.yaml"), plant);
            final Path file = Files.writeString(folder.resolve("millrace.yaml"), millrace);
            return ConfigurationFile.read(file, new Surroundings(folder, environment::get));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(final String name) {
        try (InputStream in =
                Objects.requireNonNull(Template.class.getResourceAsStream("/io/millrace/app/command/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
