package org.vmturntable.testbed.guest;

import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.HostException;

/**
 * This host's QEMU.
 *
 * @param major first number of its version
 * @param hypervisor the best that it can use here
 * @param machine newest q35 machine type without a note of deprecation
 */
public record Emulator(int major, GuestDomain.Hypervisor hypervisor, String machine) {
    private static final String QEMU = "qemu-system-x86_64";
    private static final int FIRST_FAITHFUL = 9;
    private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.");
    private static final Pattern MACHINE = Pattern.compile("(?m)^pc-q35-(\\d+)\\.(\\d+)\\s");

    /**
     * Asks QEMU, and tries whether KVM really works: /dev/kvm may be there without a processor behind it.
     *
     * @throws HostException if QEMU is missing, or would lose guest memory (older than 9.0 without KVM: its dirty bitmap and
     *     the translator's cache disagree)
     */
    public static Emulator ofThisHost() {
        Emulator emulator = new Emulator(
                Integer.parseInt(
                        first(VERSION, Command.of(QEMU, "--version").run()).group(1)),
                KvmTrial.succeeds() ? GuestDomain.Hypervisor.KVM : GuestDomain.Hypervisor.TRANSLATOR,
                newestMachine(Command.of(QEMU, "-machine", "help").run()));
        emulator.requireFaithful();
        return emulator;
    }

    void requireFaithful() {
        if (hypervisor == GuestDomain.Hypervisor.TRANSLATOR && major < FIRST_FAITHFUL) {
            throw new HostException("QEMU " + major + " loses guest memory when it migrates without KVM; install QEMU "
                    + FIRST_FAITHFUL + " or later (bookworm-backports has 10).");
        }
    }

    static String newestMachine(String help) {
        MatchResult newest = MACHINE.matcher(help)
                .results()
                .max(Comparator.<MatchResult>comparingInt(found -> Integer.parseInt(found.group(1)))
                        .thenComparingInt(found -> Integer.parseInt(found.group(2))))
                .orElseThrow(() -> new HostException("QEMU offers no q35 machine."));
        return newest.group().strip();
    }

    private static MatchResult first(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .findFirst()
                .orElseThrow(() -> new HostException("QEMU does not tell its version."));
    }
}
