package org.vmturntable.testbed.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.vmturntable.testbed.process.Command;

/**
 * Finds out whether KVM runs code, by letting it run some. Neither /dev/kvm nor a virtual machine that can be created proves
 * it: some hosts offer both without a processor behind them, and the guest then stands still for ever.
 */
final class KvmTrial {
    private static final int ROM_BYTES = 64 * 1024;
    private static final int RESET_VECTOR = ROM_BYTES - 16;
    /** mov al, 16; out 0xf4, al; hlt. */
    private static final byte[] LEAVE = {(byte) 0xb0, 16, (byte) 0xe6, (byte) 0xf4, (byte) 0xf4};
    /** What QEMU's isa-debug-exit makes of 16: twice that, plus one. */
    private static final int LEFT = 33;

    private KvmTrial() {}

    /** Takes a fraction of a second where KVM works, five where it pretends. */
    static boolean succeeds() {
        if (!Files.isReadable(Path.of("/dev/kvm")) || !processorVirtualises()) {
            return false;
        }
        try {
            Path rom = Files.createTempFile("turntable", ".rom");
            try {
                Files.write(rom, rom());
                return run(rom) == LEFT;
            } finally {
                Files.delete(rom);
            }
        } catch (IOException untried) {
            return false;
        }
    }

    static byte[] rom() {
        byte[] rom = new byte[ROM_BYTES];
        Arrays.fill(rom, (byte) 0xf4);
        System.arraycopy(LEAVE, 0, rom, RESET_VECTOR, LEAVE.length);
        return rom;
    }

    static boolean virtualises(String processorFlags) {
        return Arrays.stream(processorFlags.split("\\s+")).anyMatch(flag -> flag.equals("vmx") || flag.equals("svm"));
    }

    private static boolean processorVirtualises() {
        try {
            return virtualises(Files.readString(Path.of("/proc/cpuinfo")));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static int run(Path rom) {
        return Command.of(
                        "timeout",
                        "5",
                        "qemu-system-x86_64",
                        "-accel",
                        "kvm",
                        "-nodefaults",
                        "-display",
                        "none",
                        "-device",
                        "isa-debug-exit,iobase=0xf4,iosize=0x04",
                        "-bios",
                        rom.toString())
                .attempt()
                .exitCode();
    }
}
