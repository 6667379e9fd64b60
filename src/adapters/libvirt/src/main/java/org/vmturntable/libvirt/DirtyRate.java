package org.vmturntable.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.DirtySample;

/**
 * Has QEMU watch what a guest writes. QEMU compares a sample of the guest's pages, 512 of each GiB, before and after, so that it needs
 * no help from the processor; a page that was written twice, or with what stood there, counts once or not at all. It tells whole MiB
 * a second, rounded down: here they are rounded up. Of a guest of 128 MiB or less it looks at nothing.
 *
 * @see "QEMU 10.0, migration/dirtyrate.c: MIN_RAMBLOCK_SIZE, DIRTYRATE_DEFAULT_SAMPLE_PAGES, update_dirtyrate"
 */
final class DirtyRate {
    static final Bytes TOO_SMALL = Bytes.ofMebibytes(128);

    private static final NativeDirtyRate NATIVE = NativeDirtyRate.INSTANCE;
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration LATE_AT_MOST = Duration.ofSeconds(10);
    private static final long MEBIBYTE = 1L << 20;
    /** {@code virDomainStatsRecord}: domain, parameters, how many. */
    private static final int PARAMETERS_AT = Native.POINTER_SIZE;

    private static final int COUNT_AT = 2 * Native.POINTER_SIZE;

    private final Hypervisor hypervisor;
    private final VmId vm;

    DirtyRate(Hypervisor hypervisor, VmId vm) {
        this.hypervisor = hypervisor;
        this.vm = vm;
    }

    /** Blocks for the period and a moment more. */
    DirtySample within(Duration period) {
        begin(period);
        rest(period);
        long deadline = System.nanoTime() + LATE_AT_MOST.toNanos();
        Optional<Long> rate = measured();
        while (rate.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw Failures.hypervisor("QEMU does not say what VM " + vm + " writes");
            }
            rest(LOOK_EVERY);
            rate = measured();
        }
        return new DirtySample(period, new Bytes((rate.get() + 1) * MEBIBYTE * period.toSeconds()));
    }

    private void begin(Duration period) {
        int seconds = Math.toIntExact(period.toSeconds());
        withDomain(domain -> {
            int mode = NativeDirtyRate.VIR_DOMAIN_DIRTYRATE_MODE_PAGE_SAMPLING;
            if (NATIVE.virDomainStartDirtyRateCalc(domain, seconds, mode) < 0) {
                throw failed();
            }
            return true;
        });
    }

    /** MiB a second; empty while it is being measured. */
    private Optional<Long> measured() {
        return withDomain(domain -> {
            PointerByReference records = new PointerByReference();
            Pointer[] domains = {domain};
            int stats = NativeDirtyRate.VIR_DOMAIN_STATS_DIRTYRATE;
            int count = NATIVE.virDomainListGetStats(domains, stats, records, 0);
            if (count < 0) {
                throw failed();
            }
            try {
                return count == 0 ? Optional.empty() : told(records.getValue().getPointer(0));
            } finally {
                NATIVE.virDomainStatsRecordListFree(records.getValue());
            }
        });
    }

    private static Optional<Long> told(Pointer stats) {
        NativeParameters told = new NativeParameters(stats.getPointer(PARAMETERS_AT), stats.getInt(COUNT_AT));
        if (told.integer("dirtyrate.calc_status") != NativeDirtyRate.VIR_DOMAIN_DIRTYRATE_MEASURED) {
            return Optional.empty();
        }
        LongByReference rate = new LongByReference();
        int found = NATIVE.virTypedParamsGetLLong(
                stats.getPointer(PARAMETERS_AT), stats.getInt(COUNT_AT), "dirtyrate.megabytes_per_second", rate);
        return found == 1 ? Optional.of(rate.getValue()) : Optional.empty();
    }

    private GridException failed() {
        return Failures.hypervisor("It cannot be measured what VM " + vm + " writes (libvirt error "
                + NativeLibvirt.INSTANCE.virGetLastErrorCode() + ")");
    }

    private <T> T withDomain(Function<Pointer, T> call) {
        return hypervisor.call("measured", connection -> {
            Pointer domain = NativeLibvirt.INSTANCE.virDomainLookupByUUIDString(connection.pointer(), vm.toString());
            if (domain == null) {
                throw Failures.ofVm(FailureCode.VM_UNKNOWN, "VM " + vm + " is not here", vm);
            }
            try {
                return call.apply(domain);
            } finally {
                NativeLibvirt.INSTANCE.virDomainFree(domain);
            }
        });
    }

    private static void rest(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.hypervisor("Interrupted while a guest was measured", e);
        }
    }
}
