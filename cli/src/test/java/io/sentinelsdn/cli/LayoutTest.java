package io.sentinelsdn.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may import whom; the words are in {@code docs/architecture.md}. */
class LayoutTest {
    private static final String ROOT = "io.sentinelsdn.";
    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.sentinelsdn");
    }

    private static void mustNotImport(String module, String... others) {
        for (String other : others) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + other + "..")
                    .check(classes);
        }
    }

    private static void livesOnlyIn(String library, String... homes) {
        List<String> packages = new ArrayList<>();
        for (String home : homes) {
            packages.add(ROOT + home + "..");
        }
        noClasses()
                .that()
                .resideOutsideOfPackages(packages.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .check(classes);
    }

    @Test
    void shouldKeepDomainFreeOfEverybody() {
        mustNotImport(
                "domain",
                "controller",
                "detector",
                "mitigation",
                "slicing",
                "store",
                "ovsdb",
                "api",
                "simulator",
                "cli");
    }

    @Test
    void shouldKeepModulesApart() {
        mustNotImport("controller", "detector", "mitigation", "slicing", "store", "ovsdb", "api", "simulator", "cli");
        mustNotImport("detector", "controller", "mitigation", "slicing", "store", "ovsdb", "api", "simulator", "cli");
        mustNotImport("mitigation", "controller", "detector", "slicing", "store", "ovsdb", "api", "simulator", "cli");
        mustNotImport("slicing", "controller", "detector", "mitigation", "store", "ovsdb", "api", "simulator", "cli");
        mustNotImport("store", "controller", "detector", "mitigation", "slicing", "ovsdb", "api", "simulator", "cli");
        mustNotImport("influx", "controller", "detector", "mitigation", "slicing", "store", "ovsdb", "api", "cli");
        mustNotImport("ovsdb", "controller", "detector", "mitigation", "slicing", "store", "api", "simulator", "cli");
        mustNotImport("simulator", "controller", "detector", "mitigation", "slicing", "store", "ovsdb", "api", "cli");
        mustNotImport("api", "store", "ovsdb", "simulator", "cli");
    }

    @Test
    void shouldKeepHeavyLibrariesBehindOneDoor() {
        livesOnlyIn("org.projectfloodlight", "controller.openflow", "simulator.ofswitch");
        livesOnlyIn("io.undertow", "api");
        livesOnlyIn("com.influxdb", "influx");
        livesOnlyIn("java.sql", "store.sqlite");
        livesOnlyIn("io.netty", "controller", "ovsdb", "simulator", "benchmarks");
        livesOnlyIn("picocli", "cli");
        livesOnlyIn("org.apache.datasketches", "detector");
        livesOnlyIn("org.deeplearning4j", "detector.deep");
        livesOnlyIn("org.nd4j", "detector.deep");
        livesOnlyIn("com.amazon.randomcutforest", "detector.drift");
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        for (String module : List.of(
                "controller", "detector", "mitigation", "slicing", "store", "ovsdb", "api", "simulator", "cli")) {
            ArchRule rule = slices().matching(ROOT + module + ".(*)..").should().beFreeOfCycles();
            rule.check(classes);
        }
    }

    @Test
    void shouldNeverLetAPrivateRoomImportItsRoot() {
        for (String module : List.of("controller", "detector", "mitigation", "slicing", "ovsdb")) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + module + ".*..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + module)
                    .check(classes);
        }
    }
}
