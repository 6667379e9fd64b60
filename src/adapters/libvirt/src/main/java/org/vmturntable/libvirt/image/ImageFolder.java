package org.vmturntable.libvirt.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.disk.ArrivingDisk;
import org.vmturntable.disk.Overlay;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.DiskImages;
import org.vmturntable.traffic.guest.GuestDisk;

/**
 * The folder of a site's images: {@code base/<SHA-256 of the content>}, raw, and {@code <VM's id>-<disk>.qcow2}, the overlays.
 */
public final class ImageFolder implements DiskImages {
    private static final Logger log = LoggerFactory.getLogger(ImageFolder.class);
    private static final String BASE = "base";

    private final Path folder;
    private final Path hypervisor;
    private final ContentDigests digests = new ContentDigests();

    /**
     * @param folder as this process sees it
     * @param hypervisor the same folder as it stands in domains' definitions, at all sites alike
     */
    public ImageFolder(Path folder, Path hypervisor) {
        this.folder = folder;
        this.hypervisor = hypervisor;
    }

    @Override
    public void requireBase(String digest) {
        Path image = folder.resolve(BASE).resolve(digest);
        if (!Files.isRegularFile(image)) {
            throw unknown(digest, "Its base image is not here: copy it to " + image);
        }
        String found = digests.of(image);
        if (!found.equals(digest)) {
            throw unknown(
                    digest,
                    "Its base image is damaged here: " + image + " has the SHA-256 " + found + "; copy it anew");
        }
    }

    @Override
    public Bytes free() {
        try {
            return new Bytes(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException unreadable) {
            throw new GridException(
                    FailureCode.HYPERVISOR_FAILED, "The space for disks in " + folder + " is not known", unreadable);
        }
    }

    @Override
    public void discardArrival(VmId vm, String target) {
        try {
            Overlay.discardArrival(overlay(vm, target));
        } catch (IOException unwritable) {
            throw failed(unwritable);
        }
    }

    /** Notes that a guest has left with a migration, and that its disk here stays as it is until it comes back. */
    public void leave(VmId vm, String target, MigrationId migration) {
        try {
            Overlay.leave(overlay(vm, target), migration.toString());
        } catch (IOException unwritable) {
            throw failed(unwritable);
        }
    }

    /** Where a guest's overlay is, as this process sees it. */
    public Path overlay(VmId vm, String target) {
        return folder.resolve(name(vm, target));
    }

    /** The same as it stands in domains' definitions. */
    public Path overlayInDefinition(VmId vm, String target) {
        return hypervisor.resolve(name(vm, target));
    }

    /** A disk as it is to arrive here. */
    public ArrivingDisk arriving(VmId vm, GuestDisk disk) {
        return new ArrivingDisk(
                overlay(vm, disk.target()),
                folder.resolve(BASE).resolve(disk.base()),
                hypervisor.resolve(BASE).resolve(disk.base()).toString(),
                disk.size().value());
    }

    private GridException failed(IOException cause) {
        return new GridException(
                FailureCode.HYPERVISOR_FAILED, "The folder of images fails: " + cause.getMessage(), cause);
    }

    /** Reads every base image, so that no migration has to wait for that, and warns of those that are damaged. */
    public void verify() {
        try (Stream<Path> images = Files.list(folder.resolve(BASE))) {
            images.map(image -> String.valueOf(image.getFileName()))
                    .filter(ImageFolder::isDigest)
                    .sorted()
                    .forEach(this::warnIfDamaged);
        } catch (IOException unreadable) {
            log.warn("The base images cannot be listed: {}", unreadable.getMessage());
        }
    }

    private void warnIfDamaged(String digest) {
        try {
            requireBase(digest);
        } catch (GridException damaged) {
            log.warn("{}", damaged.getMessage());
        }
    }

    private static boolean isDigest(String name) {
        return name.matches("[0-9a-f]{64}");
    }

    /**
     * A disk as it can be moved.
     *
     * @throws GridException {@code DISK_NOT_MOVABLE}, with a sentence that says why and the way out
     */
    public GuestDisk movable(VmId vm, AttachedDisk disk) {
        requireOwn(vm, disk);
        String base = base(disk);
        Path overlay = overlay(vm, disk.target());
        try {
            return new GuestDisk(disk.target(), Qcow2Header.virtualSize(overlay), base, new Bytes(Files.size(overlay)));
        } catch (IOException unreadable) {
            throw stays(
                    disk,
                    "cannot be read at " + overlay + " (" + unreadable.getMessage()
                            + "): see to hosting.images in this site's configuration");
        }
    }

    /** Name of the overlay's file. */
    public static String name(VmId vm, String target) {
        return vm + "-" + target + ".qcow2";
    }

    private void requireOwn(VmId vm, AttachedDisk disk) {
        if (!disk.device().equals("disk")) {
            throw stays(disk, "is a " + disk.device() + " with a medium: eject it (virsh change-media --eject)");
        }
        if (!disk.type().equals("file")) {
            throw stays(disk, "is of the kind " + disk.type() + ": convert it to " + wanted(vm, disk));
        }
        if (disk.shareable()) {
            throw stays(disk, "is shared with other machines: detach it");
        }
        Optional<Path> wanted = Optional.of(hypervisor.resolve(name(vm, disk.target())));
        if (!disk.format().equals("qcow2") || !disk.source().equals(wanted)) {
            throw stays(disk, "is not what can be moved: convert it to " + wanted(vm, disk));
        }
    }

    private String base(AttachedDisk disk) {
        List<AttachedDisk.Layer> layers = disk.backing();
        if (layers.size() == 1 && layers.get(0).format().equals("raw")) {
            Optional<String> digest = layers.get(0)
                    .source()
                    .filter(file -> hypervisor.resolve(BASE).equals(file.getParent()))
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(ImageFolder::isDigest);
            if (digest.isPresent()) {
                return digest.get();
            }
        }
        throw stays(
                disk,
                "does not lie directly over a raw base image in " + hypervisor.resolve(BASE)
                        + " that is named by its SHA-256: rebase it (qemu-img rebase)");
    }

    private String wanted(VmId vm, AttachedDisk disk) {
        return "a qcow2 overlay " + hypervisor.resolve(name(vm, disk.target())) + " over a base image in "
                + hypervisor.resolve(BASE);
    }

    private static GridException stays(AttachedDisk disk, String why) {
        return new GridException(
                FailureCode.DISK_NOT_MOVABLE,
                "Its disk " + disk.target() + " " + why,
                Map.of("disk", disk.target(), "kind", disk.type()));
    }

    private static GridException unknown(String digest, String sentence) {
        return new GridException(FailureCode.BASE_IMAGE_UNKNOWN, sentence, Map.of("base", digest));
    }
}
