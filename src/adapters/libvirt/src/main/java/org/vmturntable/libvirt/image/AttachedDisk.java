package org.vmturntable.libvirt.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A disk as a domain's XML has it.
 *
 * @param target such as {@code vda}
 * @param device {@code disk}, {@code cdrom}, {@code floppy} or {@code lun}
 * @param type where its content comes from, such as {@code file} or {@code network}
 * @param format such as {@code qcow2}; empty if it is not said
 * @param source its file; empty if it has none
 * @param backing what lies beneath, the next one first; may be empty
 * @param shareable others may write to it at the same time
 * @see "libvirt, formatdomain: Hard drives, floppy disks, CDROMs"
 */
public record AttachedDisk(
        String target,
        String device,
        String type,
        String format,
        Optional<Path> source,
        List<Layer> backing,
        boolean shareable) {
    /** An image beneath another. */
    public record Layer(String format, Optional<Path> source) {}

    public AttachedDisk {
        backing = List.copyOf(backing);
    }

    /** In their order there; a drive without a medium is left out, for it holds nothing. */
    public static List<AttachedDisk> of(Element domain) {
        List<AttachedDisk> disks = new ArrayList<>();
        NodeList all = domain.getElementsByTagName("disk");
        for (int i = 0; i < all.getLength(); i++) {
            Element disk = (Element) all.item(i);
            if (child(disk, "source").isPresent()) {
                disks.add(read(disk));
            }
        }
        return disks;
    }

    private static AttachedDisk read(Element disk) {
        return new AttachedDisk(
                attribute(disk, "target", "dev"),
                disk.getAttribute("device").isEmpty() ? "disk" : disk.getAttribute("device"),
                disk.getAttribute("type"),
                attribute(disk, "driver", "type"),
                file(disk),
                layers(disk),
                child(disk, "shareable").isPresent());
    }

    private static List<Layer> layers(Element disk) {
        List<Layer> layers = new ArrayList<>();
        Optional<Element> next = child(disk, "backingStore");
        while (next.isPresent() && child(next.get(), "source").isPresent()) {
            layers.add(new Layer(attribute(next.get(), "format", "type"), file(next.get())));
            next = child(next.get(), "backingStore");
        }
        return layers;
    }

    private static Optional<Path> file(Element image) {
        return Optional.of(attribute(image, "source", "file"))
                .filter(name -> !name.isEmpty())
                .map(Path::of);
    }

    private static String attribute(Element parent, String name, String attribute) {
        return child(parent, name)
                .map(element -> element.getAttribute(attribute))
                .orElse("");
    }

    private static Optional<Element> child(Element parent, String name) {
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element element && name.equals(element.getTagName())) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }
}
