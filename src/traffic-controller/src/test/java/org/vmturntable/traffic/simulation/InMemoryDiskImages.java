package org.vmturntable.traffic.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.DiskImages;

/** A site's base images, and 100 MiB of space. */
public final class InMemoryDiskImages implements DiskImages {
    private final Set<String> bases = new HashSet<>();
    private final List<String> discarded = new CopyOnWriteArrayList<>();
    private boolean failing;
    private boolean failsOnce;
    private Runnable whileDiscarding = () -> {};

    public void put(String digest) {
        bases.add(digest);
    }

    @Override
    public void requireBase(String digest) {
        if (!bases.contains(digest)) {
            throw new GridException(FailureCode.BASE_IMAGE_UNKNOWN, "No such image here", Map.of("base", digest));
        }
    }

    @Override
    public Bytes free() {
        return Bytes.ofMebibytes(100);
    }

    /** As if the process died when it was to discard something. */
    public void fail(boolean failing) {
        this.failing = failing;
    }

    /** The same, the next time alone. */
    public void failOnce() {
        failsOnce = true;
    }

    /** Is done each time that something is discarded, before it is. */
    public void whileDiscarding(Runnable action) {
        whileDiscarding = action;
    }

    /** What arrived of these disks was removed, as often as they stand here. */
    public List<String> discarded() {
        return List.copyOf(discarded);
    }

    @Override
    public void discardArrival(VmId vm, String target) {
        whileDiscarding.run();
        boolean fails = failing || failsOnce;
        failsOnce = false;
        if (fails) {
            throw new GridException(FailureCode.HYPERVISOR_FAILED, "The folder of images fails", Map.of());
        }
        discarded.add(vm + "-" + target);
    }
}
