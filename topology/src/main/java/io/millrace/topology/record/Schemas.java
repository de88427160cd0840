package io.millrace.topology.record;

import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The published descriptions of the topics, as they are in this version. Any thread; reads resources. */
public final class Schemas {
    private static final String FOLDER = "/io/millrace/topology/schema/";

    private Schemas() {}

    /**
     * The JSON Schema (draft 2020-12) of a topic's values.
     *
     * @param topic last part of its name, one of {@link Topics#PUBLIC} or {@link Topics#ANSWERS}
     */
    public static String json(final String topic) {
        if (!Topics.PUBLIC.contains(topic) && !Topics.ANSWERS.contains(topic)) {
            throw new IllegalArgumentException("no public topic " + topic + "; there are " + Topics.PUBLIC);
        }
        return read(topic + ".json");
    }

    /** The AsyncAPI 3.0 document (YAML), which refers to the schemas by their file names. */
    public static String asyncApi() {
        return read("asyncapi.yaml");
    }

    private static String read(final String name) {
        try (InputStream in = Schemas.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + FOLDER + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
