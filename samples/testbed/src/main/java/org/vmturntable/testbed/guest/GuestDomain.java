package org.vmturntable.testbed.guest;

import java.util.Optional;
import java.util.UUID;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.testbed.topology.Ipv4Address;
import org.vmturntable.testbed.topology.MacAddress;

/**
 * The guest as libvirt's domain XML. Machine type and CPU model are pinned, so that every site's QEMU builds the same machine;
 * there is no balloon and no USB: what moves is memory, a network card and, if there is one, a disk. The model's svm is left out, which an Intel
 * processor could not give. By the second monitor the grid container lets it run on at once when it arrives.
 *
 * @param id the VM's id at every site
 * @param hypervisor {@code kvm}, or {@code qemu} where the processor cannot
 * @param machine pinned machine type, for example {@code pc-q35-10.0}
 * @param console file for the serial console as libvirtd sees it, appended to
 * @param disk written through to the site's folder of images, past the host's cache
 */
public record GuestDomain(
        UUID id,
        String name,
        Hypervisor hypervisor,
        String machine,
        Bytes memory,
        GuestImage image,
        String commandLine,
        Ipv4Address address,
        MacAddress mac,
        String bridge,
        String console,
        Optional<GuestDisk> disk) {

    /** Who runs the guest's instructions. */
    public enum Hypervisor {
        KVM("kvm"),
        /** QEMU's translator (TCG); needs QEMU 9.0 or later, older ones lose memory in migration. */
        TRANSLATOR("qemu");

        private final String type;

        Hypervisor(String type) {
            this.type = type;
        }
    }

    /** Renders the XML; the container knows the VM by its metadata. */
    public String toXml() {
        return """
                <domain type='%s' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
                  <name>%s</name>
                  <uuid>%s</uuid>
                  <metadata>
                    <vt:vm xmlns:vt="http://vmturntable.org/2026/11/vm"><vt:address>%s</vt:address></vt:vm>
                  </metadata>
                  <memory unit='KiB'>%d</memory>
                  <vcpu>1</vcpu>
                  <os>
                    <type arch='x86_64' machine='%s'>hvm</type>
                    <kernel>%s</kernel>
                    <initrd>%s</initrd>
                    <cmdline>%s</cmdline>
                  </os>
                  <features><acpi/></features>
                  <cpu mode='custom' match='exact'>
                    <model fallback='forbid'>qemu64</model>
                    <feature policy='disable' name='svm'/>
                  </cpu>
                  <clock offset='utc'/>
                  <on_poweroff>destroy</on_poweroff>
                  <on_reboot>destroy</on_reboot>
                  <on_crash>destroy</on_crash>
                  <devices>
                    <controller type='usb' model='none'/>
                %s
                    <interface type='bridge'>
                      <mac address='%s'/>
                      <source bridge='%s'/>
                      <model type='virtio'/>
                    </interface>
                    <serial type='file'><source path='%s' append='on'/></serial>
                    <memballoon model='none'/>
                  </devices>
                  <qemu:commandline>
                    <qemu:arg value='-chardev'/>
                    <qemu:arg value='socket,id=turntable,path=/run/libvirt/turntable/%s.qmp,server=on,wait=off'/>
                    <qemu:arg value='-mon'/>
                    <qemu:arg value='chardev=turntable,mode=control'/>
                  </qemu:commandline>
                </domain>
                """.formatted(
                        hypervisor.type,
                        escaped(name),
                        id,
                        address,
                        memory.value() >> 10,
                        escaped(machine),
                        escaped(image.kernel().toString()),
                        escaped(image.initramfs().toString()),
                        escaped(commandLine),
                        disk.map(GuestDisk::toXml).orElse("").indent(4).stripTrailing(),
                        mac,
                        escaped(bridge),
                        escaped(console),
                        id);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&apos;")
                .replace("\"", "&quot;");
    }
}
