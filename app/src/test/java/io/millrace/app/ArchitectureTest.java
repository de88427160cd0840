package io.millrace.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules, and what each may know. */
@AnalyzeClasses(packages = "io.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule coreKnowsNobody = classes()
            .that()
            .resideInAPackage("io.millrace.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.millrace.core..", "java..", "org.agrona..", "org.jspecify..");

    @ArchTest
    static final ArchRule coreDoesNoInputOrOutput = noClasses()
            .that()
            .resideInAPackage("io.millrace.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.util.concurrent..")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule ingestKnowsOnlyCore = noClasses()
            .that()
            .resideInAPackage("io.millrace.ingest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.millrace.topology..", "io.millrace.perf..", "io.millrace.app..");

    @ArchTest
    static final ArchRule topologyKnowsOnlyCore = noClasses()
            .that()
            .resideInAPackage("io.millrace.topology..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.millrace.ingest..", "io.millrace.perf..", "io.millrace.app..");

    @ArchTest
    static final ArchRule perfTouchesMillraceOverTheWireOnly = noClasses()
            .that()
            .resideInAPackage("io.millrace.perf..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.millrace.ingest..", "io.millrace.topology..", "io.millrace.app..");

    @ArchTest
    static final ArchRule chronicleStaysBehindTheJournal = noClasses()
            .that()
            .resideOutsideOfPackage("io.millrace.ingest.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.openhft..");

    @ArchTest
    static final ArchRule disruptorStaysInTheRing = noClasses()
            .that()
            .resideOutsideOfPackage("io.millrace.ingest.ring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.lmax..");

    @ArchTest
    static final ArchRule miloStaysInItsAdapters = noClasses()
            .that()
            .resideOutsideOfPackages("io.millrace.ingest.opcua..", "io.millrace.perf.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.milo..");

    @ArchTest
    static final ArchRule kafkaStreamsStaysInTheTopologies = noClasses()
            .that()
            .resideOutsideOfPackage("io.millrace.topology..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule generatedCodecsStayInTheirPackage = noClasses()
            .that()
            .resideOutsideOfPackage("io.millrace.core.event..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.millrace.core.event.sbe..");
}
