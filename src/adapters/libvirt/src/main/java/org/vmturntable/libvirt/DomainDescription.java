package org.vmturntable.libvirt;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.libvirt.image.AttachedDisk;
import org.vmturntable.libvirt.image.ImageFolder;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestDisk;
import org.vmturntable.traffic.guest.GuestState;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What a domain's XML says that matters for moving it.
 *
 * @param movable its owner declared it a VM of the turntable, by an element {@code vm} of namespace {@value #VM_NAMESPACE} in
 *     its metadata
 * @param emulated it runs without hardware virtualisation (TCG)
 */
record DomainDescription(
        VmId id,
        String name,
        boolean movable,
        boolean emulated,
        Bytes memory,
        int virtualCpus,
        List<String> macAddresses,
        List<String> addresses,
        List<AttachedDisk> disks) {
    static final String VM_NAMESPACE = "http://vmturntable.org/2026/11/vm";

    static DomainDescription parse(String xml) {
        Element domain = root(xml);
        Element memory = only(domain, "memory");
        return new DomainDescription(
                VmId.parse(text(only(domain, "uuid"))),
                text(only(domain, "name")),
                domain.getElementsByTagNameNS(VM_NAMESPACE, "vm").getLength() > 0,
                domain.getAttribute("type").equals("qemu"),
                new Bytes(Math.multiplyExact(Long.parseLong(text(memory)), unit(memory.getAttribute("unit")))),
                Integer.parseInt(text(only(domain, "vcpu"))),
                interfaceMacs(domain),
                all(domain.getElementsByTagNameNS(VM_NAMESPACE, "address"), DomainDescription::text),
                AttachedDisk.of(domain));
    }

    /** The addresses in the {@code vm} element alone, as libvirt gives it: without the namespace's prefix. */
    static List<String> addressesIn(String vmElement) {
        return all(root(vmElement).getElementsByTagName("address"), DomainDescription::text);
    }

    /** @param images where its disks have to be */
    Guest guest(GuestState state, Optional<ImageFolder> images) {
        List<GuestDisk> movable = new ArrayList<>();
        Optional<String> obstacle = Optional.empty();
        for (AttachedDisk disk : disks) {
            try {
                movable.add(images.orElseThrow(() -> placeless(disk)).movable(id, disk));
            } catch (GridException stays) {
                obstacle = obstacle.or(() -> Optional.of(String.valueOf(stays.getMessage())));
            }
        }
        return new Guest(id, name, state, memory, virtualCpus, macAddresses, addresses, movable, obstacle);
    }

    private static GridException placeless(AttachedDisk disk) {
        return new GridException(
                FailureCode.DISK_NOT_MOVABLE,
                "Its disk " + disk.target() + " cannot be moved: name the folder of images in this site's configuration"
                        + " (hosting.images)");
    }

    private static List<String> interfaceMacs(Element domain) {
        List<String> macs = new ArrayList<>();
        NodeList interfaces = domain.getElementsByTagName("interface");
        for (int i = 0; i < interfaces.getLength(); i++) {
            NodeList mac = ((Element) interfaces.item(i)).getElementsByTagName("mac");
            macs.addAll(all(mac, element -> element.getAttribute("address").toLowerCase(Locale.ROOT)));
        }
        return macs;
    }

    /** libvirt writes KiB unless the owner's own unit was kept: formatdomain, "Memory Allocation". */
    private static long unit(String unit) {
        return switch (unit) {
            case "b", "bytes" -> 1L;
            case "", "k", "KiB" -> 1L << 10;
            case "M", "MiB" -> 1L << 20;
            case "G", "GiB" -> 1L << 30;
            default -> throw Failures.hypervisor("A domain's memory is given in an unknown unit: " + unit);
        };
    }

    private static Element only(Element domain, String name) {
        NodeList children = domain.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element element && name.equals(element.getTagName())) {
                return element;
            }
        }
        throw Failures.hypervisor("A domain's description lacks its " + name);
    }

    private static List<String> all(NodeList nodes, Function<Element, String> read) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            values.add(read.apply((Element) nodes.item(i)));
        }
        return values;
    }

    private static String text(Element element) {
        return element.getTextContent().strip();
    }

    private static Element root(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw Failures.hypervisor("A domain's description cannot be read", e);
        }
    }
}
