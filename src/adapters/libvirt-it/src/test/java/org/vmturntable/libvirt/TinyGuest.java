package org.vmturntable.libvirt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vmturntable.kernel.VmId;

/**
 * A guest that writes each address in 48 MB of its memory to that address and then halts, or counts in some pages: enough to see that
 * memory arrives whole, that the guest runs on, and that a copy takes its time.
 *
 * @see "Multiboot Specification 0.6.96, 3.1: QEMU loads such a file as a kernel"
 */
final class TinyGuest {
    static final String NAME = "tiny";
    static final long FILLED_FROM = 0x20_0000;
    static final long FILLED_BYTES = 48L << 20;
    static final long COUNTS_FROM = 0x330_0000;

    private static final int MAGIC = 0x1BADB002;
    private static final int ADDRESSES_GIVEN = 0x10000;
    private static final int LOADED_AT = 0x10_0000;
    private static final int HEADER_BYTES = 32;
    private static final byte[] PROGRAM = {
        (byte) 0xBF,
        0x00,
        0x00,
        0x20,
        0x00, // mov edi, FILLED_FROM
        (byte) 0xB9,
        0x00,
        0x00,
        (byte) 0xC0,
        0x00, // mov ecx, FILLED_BYTES / 4
        (byte) 0x89,
        (byte) 0xF8, // fill: mov eax, edi
        (byte) 0xAB, // stosd
        (byte) 0xE2,
        (byte) 0xFB, // loop fill
    };
    private static final byte[] HALT = {
        (byte) 0xF4, // halt: hlt
        (byte) 0xEB,
        (byte) 0xFD, // jmp halt
    };
    /** Counts in each page of 6 MB behind the filled memory, for ever: more than goes over a slow path between two looks. */
    private static final byte[] COUNT = {
        (byte) 0xBF,
        0x00,
        0x00,
        0x30,
        0x03, // begin: mov edi, COUNTS_FROM
        (byte) 0xFF,
        0x07, // next: inc dword [edi]
        (byte) 0x81,
        (byte) 0xC7,
        0x00,
        0x10,
        0x00,
        0x00, // add edi, PAGE
        (byte) 0x81,
        (byte) 0xFF,
        0x00,
        0x00,
        (byte) 0x90,
        0x03, // cmp edi, COUNTS_FROM + 6 MB
        0x72,
        (byte) 0xF0, // jb next
        (byte) 0xEB,
        (byte) 0xE9, // jmp begin
    };

    private TinyGuest() {}

    enum Kind {
        /** Halts when its memory is filled. */
        RESTING,
        /** Goes on to write, and so never rests. */
        COUNTING
    }

    private static String xml(VmId vm, Path kernel, int mebibytes) {
        return """
                <domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
                  <name>%s</name>
                  <uuid>%s</uuid>
                  <metadata>
                    <vt:vm xmlns:vt="http://vmturntable.org/2026/11/vm"><vt:address>10.1.1.2</vt:address></vt:vm>
                  </metadata>
                  <memory unit='MiB'>%d</memory>
                  <vcpu>1</vcpu>
                  <os><type arch='x86_64' machine='pc'>hvm</type><kernel>%s</kernel></os>
                  <features><acpi/></features>
                  <cpu mode='custom' match='exact'><model>qemu64</model></cpu>
                  <devices>
                    <emulator>/usr/bin/qemu-system-x86_64</emulator>
                    <controller type='usb' model='none'/>
                    <memballoon model='none'/>
                  </devices>
                  <qemu:commandline>
                    <qemu:arg value='-chardev'/>
                    <qemu:arg value='socket,id=turntable,path=/run/libvirt/%s.qmp,server=on,wait=off'/>
                    <qemu:arg value='-mon'/>
                    <qemu:arg value='chardev=turntable,mode=control'/>
                  </qemu:commandline>
                </domain>
                """.formatted(NAME, vm, mebibytes, kernel, vm);
    }

    /** Its kernel and its domain's XML, in this folder; gives the XML. */
    static Path write(Path folder, VmId vm, Kind kind, int mebibytes) {
        Path kernel = folder.resolve("kernel");
        try {
            Files.write(kernel, kernel(kind));
            return Files.writeString(folder.resolve("tiny.xml"), xml(vm, kernel, mebibytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] kernel(Kind kind) {
        byte[] rest = kind == Kind.COUNTING ? COUNT : HALT;
        ByteBuffer image =
                ByteBuffer.allocate(HEADER_BYTES + PROGRAM.length + rest.length).order(ByteOrder.LITTLE_ENDIAN);
        image.putInt(MAGIC).putInt(ADDRESSES_GIVEN).putInt(-(MAGIC + ADDRESSES_GIVEN));
        image.putInt(LOADED_AT)
                .putInt(LOADED_AT)
                .putInt(LOADED_AT + image.capacity())
                .putInt(0);
        image.putInt(LOADED_AT + HEADER_BYTES).put(PROGRAM).put(rest);
        return image.array();
    }
}
