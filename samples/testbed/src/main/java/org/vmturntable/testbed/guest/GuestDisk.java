package org.vmturntable.testbed.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.site.SiteDirectory;
import org.vmturntable.testbed.topology.Guest;

/**
 * The guest's disk: what it changes stands in an overlay of its own, the rest in a base image that every site has.
 *
 * @param overlay qcow2, as libvirt sees it
 * @param base raw, as libvirt sees it
 */
public record GuestDisk(Path overlay, Path base) {
    public static final String TARGET = "vda";
    /** What the turntable notes beside an overlay that a guest has left. */
    private static final String LEFT = ".left";

    /**
     * Makes an overlay in which nothing is written yet.
     *
     * @param home where the base image is already
     * @param size what the guest sees
     */
    static GuestDisk create(SiteDirectory home, UUID vm, BaseImage base, Bytes size) {
        String name = vm + "-" + TARGET + ".qcow2";
        Path seen = SiteDirectory.IMAGES_AS_LIBVIRT_SEES_THEM;
        GuestDisk disk = new GuestDisk(seen.resolve(name), seen.resolve("base").resolve(base.sha256()));
        // -u: the base image is not there as this process sees the site
        List<String> words = new ArrayList<>(List.of("qemu-img", "create", "-q", "-u", "-f", "qcow2"));
        words.addAll(List.of("-F", "raw", "-b", disk.base.toString()));
        words.addAll(List.of(home.images().resolve(name).toString(), Long.toString(size.value())));
        new Command(words, "").run();
        return disk;
    }

    /**
     * Makes one at a site to which the guest comes, in place of whatever an earlier move has left there.
     *
     * @param size what the guest sees
     */
    public static void createAnew(SiteDirectory site, Guest guest, Bytes size) {
        UUID vm = GuestService.idOf(guest);
        try {
            Files.deleteIfExists(site.images().resolve(vm + "-" + TARGET + ".qcow2" + LEFT));
            create(site, vm, BaseImage.at(site.images()), size);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    String toXml() {
        return """
                <disk type='file' device='disk'>
                  <driver name='qemu' type='qcow2' cache='none' discard='unmap'/>
                  <source file='%s'/>
                  <backingStore type='file'>
                    <format type='raw'/>
                    <source file='%s'/>
                    <backingStore/>
                  </backingStore>
                  <target dev='%s' bus='virtio'/>
                </disk>
                """.formatted(overlay, base, TARGET);
    }
}
