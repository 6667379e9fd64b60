package org.vmturntable.testbed.trial;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.topology.Place;

/**
 * The logs of a testbed that has shown something, kept from its taking down.
 *
 * @param folder in which each case gets a folder
 */
record Evidence(Path folder) {
    /**
     * Copies the logs of containers, gates, libvirtds and QEMUs, and what the containers have stored.
     *
     * @return where they are
     */
    Path keep(Testbed testbed, CaseResult result) throws IOException {
        Path kept = folder.resolve(result.name().replace('/', '-'));
        copy(testbed.logs(), kept.resolve("logs"));
        for (Place place : testbed.topology().places()) {
            Path root = testbed.directoryOf(place.name()).root();
            copy(root.resolve("log"), kept.resolve(place.name().value()));
            copy(root.resolve("store"), kept.resolve(place.name().value()).resolve("store"));
        }
        Files.write(kept.resolve("findings.txt"), text(result));
        return kept;
    }

    private static List<String> text(CaseResult result) {
        return List.of(
                result.name() + ": " + result.way(),
                String.join("\n", result.findings()),
                String.join("\n", result.notes()));
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(each)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.REPLACE_EXISTING);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
