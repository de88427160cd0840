package io.millrace.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is in the two files, reading them ends with a configuration, or with faults that have a place in one of them. */
final class ConfigurationFuzzTest {
    private static final char NEXT_FILE = '\f';
    private static final String SMALL =
            """
            gateway: { id: gw1, data: d, http: 127.0.0.1:9464, tick: 10s }
            journal: { sync: power, roll: daily, ring-slots: 64, telemetry: { min-free: 1GB } }
            kafka: { bootstrap: "a:9092,b:9092", replication: 3, properties: { linger.ms: 5 } }
            topology: { state: s, commit-interval: 20ms, threads: 2 }
            master-data: plant.yaml
            tables: { own: { "1": EXECUTE, idle: IDLE } }
            sources:
            """;
    private static final String MACHINE = "demo/berlin/pack/line1/p1";
    private static final String PLANT =
            """
            site-time-zone: Europe/Berlin
            machines: [ { path: demo/berlin/pack/line1/p1, micro-stop: 45s, counters: { good: { modulus: 100, max-step: 50 } } } ]
            materials: [ { id: FG-1, unit: PCE, conversions: [ { unit: BOX, factor: 12 } ] } ]
            order-types: [ { type: t, confirm: { every: 0.5, at-milestones: true }, correction: delta } ]
            calendars: [ { scope: demo, shifts: [ { name: early, days: Mon-Fri, from: 06:00, to: 14:00, breaks: [ 10:00-10:15 ] } ], holidays: [ 2026-12-25 ] } ]
            orders: [ { order: 1001, material: FG-1, type: t, operations: [ { operation: 0010, planned: 12.5, runtime-per-unit: 62.5ms, counter-unit: BOX } ] } ]
            posting-periods: [ { scope: demo, open-from: 2026-10-01 } ]
            """;

    private static Path folder = Path.of("");
    private static boolean isSoundOnce;

    @BeforeAll
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("config-fuzz");
    }

    @AfterAll
    static void removeFolder() throws IOException {
        for (final String name : new String[] {"millrace.yaml", "plant.yaml"}) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
        assertThat(isSoundOnce).as("faults were all there was").isTrue();
    }

    static Stream<byte[]> seeds() {
        final String signals =
                "signals: [ { %s: Good, kind: counter, measure: good }, { %1$s: S, kind: state, table: packml } ]";
        return Stream.of(
                        Template.millrace() + NEXT_FILE + Template.plantWithExamples(),
                        SMALL
                                + source("mqtt-json", "url: mqtt://h:1883, topics: [ a/+/# ], qos: 1")
                                + NEXT_FILE
                                + PLANT,
                        SMALL
                                + source(
                                        "sparkplug",
                                        "url: mqtts://h:8883, groups: [ Berlin ], machines: [ { machine: " + MACHINE
                                                + ", device: Berlin/l/m, " + signals.formatted("metric") + " } ]")
                                + NEXT_FILE
                                + PLANT,
                        SMALL
                                + source(
                                        "opcua",
                                        "url: opc.tcp://h:4840, security: none, machines: [ { machine: " + MACHINE
                                                + ", " + signals.formatted("node") + " } ]")
                                + NEXT_FILE
                                + PLANT,
                        SMALL + source("http", "listen: 127.0.0.1:8088, max-body: 1MB") + NEXT_FILE + PLANT,
                        SMALL
                                + source(
                                        "shdr-tcp",
                                        "address: h:7878, time: relative, machines: [ { machine: " + MACHINE + ", "
                                                + signals.formatted("key") + " } ]")
                                + NEXT_FILE
                                + PLANT,
                        "a: &a [ *a, !!int 1, ? b, <<: { c: |\n x } ]\n--- \n" + NEXT_FILE + "%YAML 9.9")
                .map(both -> both.getBytes(StandardCharsets.UTF_8));
    }

    private static String source(final String type, final String settings) {
        return "  - { name: s, type: " + type + ", " + settings + " }\n";
    }

    /** @param both files, one after the other */
    @MethodSource("seeds")
    @FuzzTest
    void shouldEndWithAConfigurationOrWithFaults(final byte[] both) {
        final String text = new String(both, StandardCharsets.UTF_8);
        final int next = text.indexOf(NEXT_FILE);
        isSoundOnce |= BrokenConfigurationTest.check(
                folder, next < 0 ? text : text.substring(0, next), next < 0 ? PLANT : text.substring(next + 1));
    }
}
