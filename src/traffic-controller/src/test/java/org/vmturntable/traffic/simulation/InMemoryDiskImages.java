package org.vmturntable.traffic.simulation;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.DiskImages;

/** A site's base images, and 100 MiB of space. */
public final class InMemoryDiskImages implements DiskImages {
    private final Set<String> bases = new HashSet<>();

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

    @Override
    public void discardArrival(VmId vm, String target) {}
}
