package org.vmturntable.container;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The directions in which the house's parts may know each other. ArchUnit fails a rule that meets no class, so none of these can pass
 * because a package was renamed.
 */
class HouseRulesTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.vmturntable");

    private static final String[] DOMAINS = {
        "org.vmturntable.aaa..", "org.vmturntable.drac..", "org.vmturntable.tunnel..", "org.vmturntable.traffic.."
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kernel",
                "wsrf",
                "aaa",
                "drac",
                "tunnel",
                "traffic",
                "gate",
                "libvirt",
                "linux",
                "snmp",
                "store",
                "soap",
                "container"
            })
    void everyPartIsLookedAt(String part) {
        assertThat(HOUSE.stream().filter(each -> each.getPackageName().startsWith("org.vmturntable." + part)))
                .isNotEmpty();
    }

    @Test
    void domainsDoNotKnowEachOther() {
        slices().matching("org.vmturntable.(aaa|drac|tunnel|traffic)..")
                .should()
                .notDependOnEachOther()
                .check(HOUSE);
    }

    @Test
    void domainsKnowNeitherAdaptersNorSoapNorTheContainer() {
        noClasses()
                .that()
                .resideInAnyPackage(DOMAINS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.vmturntable.gate..",
                        "org.vmturntable.libvirt..",
                        "org.vmturntable.linux..",
                        "org.vmturntable.snmp..",
                        "org.vmturntable.store..",
                        "org.vmturntable.soap..",
                        "org.vmturntable.container..",
                        "org.apache.cxf..",
                        "jakarta..",
                        "org.w3c.dom..")
                .check(HOUSE);
    }

    @Test
    void resourcesKnowNoSoap() {
        noClasses()
                .that()
                .resideInAPackage("org.vmturntable.wsrf..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.vmturntable.soap..", "org.apache.cxf..", "jakarta..", "org.w3c.dom..")
                .check(HOUSE);
    }

    @Test
    void generatedTypesStopAtTheContainer() {
        classes()
                .that()
                .resideInAnyPackage("org.vmturntable.soap.(*)..", "org.oasis_open..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage("org.vmturntable.soap..", "org.oasis_open..", "org.vmturntable.container..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.vmturntable", "org.oasis_open"));
    }

    @Test
    void generatedTypesStopAtEndpointsAndBridges() {
        noClasses()
                .that()
                .resideInAPackage("org.vmturntable.container..")
                .and()
                .haveNameMatching(
                        ".*(Home|Properties|Producer|Topics|MigrationEvents|OwnMigrations|Configuration|SiteFile)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.oasis_open..",
                        "org.vmturntable.soap.types..",
                        "org.vmturntable.soap.vm..",
                        "org.vmturntable.soap.migration..",
                        "org.vmturntable.soap.site..",
                        "org.vmturntable.soap.lightpath..")
                .check(HOUSE);
    }

    @Test
    void libvirtStopsAtItsAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vmturntable.libvirt..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.libvirt..")
                .check(HOUSE);
    }

    @Test
    void nativeCodeIsCalledByAdaptersAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.vmturntable.libvirt..", "org.vmturntable.disk..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.jna..")
                .check(HOUSE);
    }

    @Test
    void snmpStopsAtItsAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vmturntable.snmp..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.snmp4j..")
                .check(HOUSE);
    }

    @Test
    void sqlStopsAtTheStore() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.vmturntable.store..", "org.vmturntable.container.soap..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.h2..", "com.zaxxer..", "org.flywaydb..")
                .check(HOUSE);
    }
}
