package org.vmturntable.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one overlay, whose write lock it holds from its beginning until it is closed. What a round has written is read again at its
 * end; from then on it is in the image's file, whatever becomes of who wrote it.
 */
final class OverlayWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OverlayWriter.class);
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(NbdClient.LONGEST);

    private final ArrivingDisk disk;
    private final Path socket;
    private final List<Written> inThisRound = new ArrayList<>();
    private boolean hasBegun;
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
        open();
        hasBegun = true;
    }

    private void open() throws IOException {
        StorageDaemon started = StorageDaemon.start(disk, socket);
        daemon = Optional.of(started);
        NbdClient opened = started.connect();
        image = Optional.of(opened);
        if (opened.size() != disk.size()) {
            throw new IOException(
                    "The overlay at the destination has " + opened.size() + " bytes, the guest's disk " + disk.size());
        }
    }

    /**
     * Makes ready for a new stream, which sends all of the round again that the one before did not end. What that one has begun to write
     * is written first; who cannot do so any more is replaced.
     */
    void resume() throws IOException {
        inThisRound.clear();
        if (!hasBegun || isWell()) {
            return;
        }
        try {
            close();
        } catch (IOException e) {
            log.warn("{} is opened again: {}", disk.overlay(), e.getMessage());
        }
        open();
    }

    private boolean isWell() {
        try {
            begun().flush();
            return daemon.filter(StorageDaemon::isAlive).isPresent();
        } catch (IOException e) {
            log.warn("{} is not written any more: {}", disk.overlay(), e.getMessage());
            return false;
        }
    }

    void write(Frame frame) throws IOException {
        begun().write(frame.at(), frame.payload());
        inThisRound.add(new Written(new Extent(frame.at(), frame.length()), frame.crc()));
    }

    void zero(Extent part) throws IOException {
        begun().zero(part);
        part.pieces(NbdClient.LONGEST)
                .map(piece -> new Written(piece, Checksum.of(ZEROS.duplicate().limit((int) piece.length()))))
                .forEach(inThisRound::add);
    }

    /**
     * Waits until all that came is in the image's file, and reads it again.
     *
     * @throws IOException also if the image does not hold what came
     */
    void endRound() throws IOException {
        begun().flush();
        Iterator<Written> expected = inThisRound.iterator();
        List<Extent> places = inThisRound.stream().map(Written::where).toList();
        begun().read(places, (where, data) -> require(where, data, expected.next()));
        inThisRound.clear();
    }

    private static void require(Extent where, ByteBuffer data, Written expected) throws IOException {
        if (!where.equals(expected.where) || Checksum.of(data) != expected.crc) {
            throw new IOException("The image at the destination does not hold what was written at " + where.offset());
        }
    }

    private NbdClient begun() throws IOException {
        return image.orElseThrow(() -> new IOException("It was not said what this disk begins from"));
    }

    /** @throws IOException if it is not certain that all that came is in the image's file */
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
