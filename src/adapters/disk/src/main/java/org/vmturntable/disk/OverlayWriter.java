package org.vmturntable.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes one overlay, whose write lock it holds from its beginning until it is closed. What a round has written is read again at its end. */
final class OverlayWriter implements AutoCloseable {
    private final ArrivingDisk disk;
    private final Path socket;
    private final List<Written> inThisRound = new ArrayList<>();
    private Optional<StorageDaemon> daemon = Optional.empty();
    private Optional<NbdClient> image = Optional.empty();

    private record Written(Extent where, int crc) {}

    OverlayWriter(ArrivingDisk disk, Path socket) {
        this.disk = disk;
        this.socket = socket;
    }

    Path path() {
        return disk.overlay();
    }

    /** @param known what lies there is brought up to date; otherwise it is begun anew */
    void begin(boolean known) throws IOException {
        close();
        if (!known) {
            Overlay.forget(disk.overlay());
            Images.createOverlay(disk);
        }
        StorageDaemon started = StorageDaemon.start(disk, socket);
        daemon = Optional.of(started);
        NbdClient opened = started.connect();
        image = Optional.of(opened);
        if (opened.size() != disk.size()) {
            throw new IOException(
                    "The overlay at the destination has " + opened.size() + " bytes, the guest's disk " + disk.size());
        }
    }

    void write(Frame frame) throws IOException {
        begun().write(frame.at(), frame.payload());
        inThisRound.add(new Written(new Extent(frame.at(), frame.length()), frame.crc()));
    }

    void zero(Extent part) throws IOException {
        begun().zero(part);
    }

    /** Waits until all that came is written. */
    void finish() throws IOException {
        begun().finish();
    }

    /** @throws IOException also if the image does not hold what came */
    void endRound() throws IOException {
        finish();
        for (Written written : inThisRound) {
            begun().read(List.of(written.where), (where, data) -> require(where, data, written.crc));
        }
        inThisRound.clear();
    }

    private static void require(Extent where, ByteBuffer data, int crc) throws IOException {
        if (Checksum.of(data) != crc) {
            throw new IOException("The image at the destination does not hold what was written at " + where.offset());
        }
    }

    private NbdClient begun() throws IOException {
        return image.orElseThrow(() -> new IOException("It was not said what this disk begins from"));
    }

    @Override
    public void close() throws IOException {
        image.ifPresent(NbdClient::close);
        image = Optional.empty();
        if (daemon.isPresent()) {
            StorageDaemon ended = daemon.get();
            daemon = Optional.empty();
            ended.close();
        }
    }
}
