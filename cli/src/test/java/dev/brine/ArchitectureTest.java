package dev.brine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what the design says about who may use whom, where the compiler cannot. */
final class ArchitectureTest {

    private static JavaClasses code;

    @BeforeAll
    static void read() {
        code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/test/"))
                .importPackages("dev.brine");
    }

    @Test
    void modulesUseOnlyThoseBeforeThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("registry")
                .definedBy("dev.brine.registry..")
                .layer("serdes")
                .definedBy("dev.brine.serdes..")
                .layer("producer")
                .definedBy("dev.brine.producer..")
                .layer("consumer")
                .definedBy("dev.brine.consumer..")
                .layer("gateway")
                .definedBy("dev.brine.gateway..")
                .layer("broker")
                .definedBy("dev.brine.broker..")
                .layer("cli")
                .definedBy("dev.brine.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("broker")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("gateway")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("consumer")
                .mayOnlyBeAccessedByLayers("gateway", "cli")
                .whereLayer("producer")
                .mayOnlyBeAccessedByLayers("consumer", "gateway", "cli")
                .whereLayer("serdes")
                .mayOnlyBeAccessedByLayers("producer", "consumer", "gateway", "cli")
                .check(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry", "serdes", "producer", "consumer", "gateway", "broker"})
    void internalPackagesAreUsedByTheirOwnModuleAlone(String module) {
        noClasses()
                .that(resideOutsideOfPackage("dev.brine." + module + ".."))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.brine." + module + "..internal.."))
                .check(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry", "serdes", "producer", "consumer"})
    void librariesUseNothingThatTheirUsersWouldNotExpect(String module) {
        classes()
                .that()
                .resideInAPackage("dev.brine." + module + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "javax.net.ssl..",
                        "dev.brine..",
                        "org.apache.avro..",
                        "org.apache.kafka..",
                        "org.objectweb.asm..",
                        "com.fasterxml.jackson..",
                        "io.micrometer..",
                        "org.slf4j..",
                        "org.jspecify..")
                .check(code);
    }

    @Test
    void nothingStaticCanChange() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.brine..")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(code);
    }

    @Test
    void standardOutputBelongsToTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.brine.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(code);
    }
}
