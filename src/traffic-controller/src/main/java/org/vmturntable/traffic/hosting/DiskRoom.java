package org.vmturntable.traffic.hosting;

import java.util.List;
import java.util.Map;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.traffic.guest.DiskImages;
import org.vmturntable.traffic.guest.GuestDisk;

/** Room for the disks of guests from elsewhere: the images beneath them, and space for what they have written. */
final class DiskRoom {
    private final SiteId site;
    private final DiskImages images;

    DiskRoom(SiteId site, DiskImages images) {
        this.site = site;
        this.images = images;
    }

    /** May read whole images. @throws GridException {@code BASE_IMAGE_UNKNOWN} */
    void requireBases(List<GuestDisk> disks) {
        disks.stream().map(GuestDisk::base).distinct().forEach(images::requireBase);
    }

    /**
     * What a guest writes later is its host's to watch, as with any disk that grows.
     *
     * @param promised holds whose disks are not here yet, or only in part
     * @throws GridException {@code ROOM_EXHAUSTED}
     */
    void requireFits(List<GuestDisk> disks, List<RoomHold> promised) {
        if (disks.isEmpty()) {
            return;
        }
        long wanted = written(disks);
        long elsewhere =
                promised.stream().mapToLong(hold -> written(hold.disks())).sum();
        Bytes free = new Bytes(Math.max(0, images.free().value() - elsewhere));
        if (wanted > free.value()) {
            throw new GridException(
                    FailureCode.ROOM_EXHAUSTED,
                    "No room at " + site + " for disks of " + new Bytes(wanted) + ": " + free + " are free",
                    Map.of(
                            "site",
                            site.toString(),
                            "disks",
                            Long.toString(wanted),
                            "free",
                            Long.toString(free.value())));
        }
    }

    private static long written(List<GuestDisk> disks) {
        return disks.stream().mapToLong(disk -> disk.written().value()).sum();
    }
}
