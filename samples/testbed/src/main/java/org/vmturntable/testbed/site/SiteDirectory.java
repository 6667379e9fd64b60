package org.vmturntable.testbed.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One place's folder, and what stands where in it.
 *
 * @param root absolute
 */
public record SiteDirectory(Path root) {
    /** Where libvirt and QEMU see {@link #images}, at every site. */
    public static final Path IMAGES_AS_LIBVIRT_SEES_THEM = Path.of("/var/lib/libvirt/turntable");

    private static final List<String> FOLDERS = List.of(
            "etc/libvirt",
            "etc/pki/CA",
            "etc/pki/libvirt/private",
            "lib/turntable/base",
            "log/qemu",
            "cache",
            "run/turntable",
            "store");

    /** Creates every folder that is missing. */
    public void create() {
        try {
            for (String folder : FOLDERS) {
                Files.createDirectories(root.resolve(folder));
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    public Path hosts() {
        return root.resolve("etc/hosts");
    }

    Path libvirtdConf() {
        return root.resolve("etc/libvirt/libvirtd.conf");
    }

    Path qemuConf() {
        return root.resolve("etc/libvirt/qemu.conf");
    }

    /** What libvirt sees as /etc/pki. */
    public Path pki() {
        return root.resolve("etc/pki");
    }

    public Path libvirtSocket() {
        return root.resolve("run/libvirt-sock");
    }

    /** Has the number of libvirtd's process. */
    public Path libvirtdPid() {
        return root.resolve("run/libvirtd.pid");
    }

    /** Has the number of a machine's process, while there is one. */
    public Path qemuPid(String machine) {
        return root.resolve("run/qemu").resolve(machine + ".pid");
    }

    public Path libvirtdLog() {
        return root.resolve("log/libvirtd.log");
    }

    /** Folder of the machines' second monitors; libvirt sees it as {@code /run/libvirt/turntable}. */
    public Path monitors() {
        return root.resolve("run/turntable");
    }

    /** Folder of the disks' images. */
    public Path images() {
        return root.resolve("lib/turntable");
    }

    /** Where the site's gate takes orders. */
    public Path gateSocket() {
        return root.resolve("gate.sock");
    }

    /** Folder of the guests' consoles and QEMU's own logs. */
    public Path qemuLogs() {
        return root.resolve("log/qemu");
    }

    public Path containerConfiguration() {
        return root.resolve("site.yaml");
    }

    public Path store() {
        return root.resolve("store/site");
    }

    /** How a client of this host reaches the site's libvirtd. */
    public String libvirtUri() {
        return "qemu+unix:///system?socket=" + libvirtSocket();
    }
}
