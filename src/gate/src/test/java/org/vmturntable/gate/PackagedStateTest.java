package org.vmturntable.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackagedStateTest {
    private static final byte[] HEADER = {8, 0, 7, 0, 4};
    private static final byte[] LISTEN = {8, 0, 4, 0, 0};

    @Property(tries = 200)
    void findsThePlaceHoweverTheStreamIsCut(
            @ForAll @Size(max = 300) byte[] before,
            @ForAll @IntRange(max = 300) int length,
            @ForAll @Size(max = 20) byte[] behind,
            @ForAll long seed) {
        byte[] harmless = harmless(before);
        byte[] stream = joined(harmless, HEADER, lengthOf(LISTEN.length + length), LISTEN, new byte[length], behind);
        assertThat(passed(stream, PackagedState.Place.BEGINNING, seed)).isEqualTo(harmless.length + HEADER.length);
        assertThat(passed(stream, PackagedState.Place.END, seed))
                .isEqualTo(harmless.length + HEADER.length + Integer.BYTES + LISTEN.length + length);
    }

    @Property(tries = 200)
    void passesAStreamWithoutAPackage(@ForAll @Size(max = 300) byte[] bytes, @ForAll long seed) {
        byte[] stream = harmless(bytes);
        for (PackagedState.Place place : PackagedState.Place.values()) {
            assertThat(passed(stream, place, seed)).isEqualTo(stream.length);
        }
    }

    @Test
    void findsAPackageThatBeginsInWhatLooksLikeOne() {
        byte[] stream = joined(new byte[] {8, 0, 7, 8, 0, 8}, HEADER, lengthOf(7), LISTEN, new byte[3]);
        assertThat(passed(stream, PackagedState.Place.BEGINNING, 1)).isEqualTo(11);
        assertThat(passed(stream, PackagedState.Place.END, 1)).isEqualTo(22);
    }

    @Test
    void passesOverTheEndOfWhatDoesNotBeginAsAPackageDoes() {
        byte[] other = joined(HEADER, lengthOf(9), new byte[] {8, 0, 5, 0, 0});
        byte[] stream = joined(other, HEADER, lengthOf(6), LISTEN, new byte[5]);
        assertThat(passed(stream, PackagedState.Place.END, 1)).isEqualTo(other.length + 15);
    }

    @Test
    void passesThroughAPackageOfAnyLength() {
        byte[] stream = joined(HEADER, lengthOf(-1), LISTEN, new byte[500]);
        assertThat(passed(stream, PackagedState.Place.END, 1)).isEqualTo(stream.length);
    }

    /** Bytes up to the place, of a stream in parts by the seed; its length if there is none. */
    private static int passed(byte[] stream, PackagedState.Place place, long seed) {
        PackagedState state = new PackagedState(place);
        Random cuts = new Random(seed);
        int at = 0;
        while (at < stream.length && !state.isFound()) {
            int length = Math.min(stream.length - at, 1 + cuts.nextInt(9));
            ByteBuffer part = ByteBuffer.wrap(stream, at, length);
            int passable = state.passable(part);
            assertThat(part.remaining()).as("it takes nothing").isEqualTo(length);
            assertThat(passable).isEqualTo(state.isFound() ? Math.min(passable, length) : length);
            at += passable;
        }
        return at;
    }

    /** What may come before a package without looking like one. */
    private static byte[] harmless(byte[] bytes) {
        byte[] copy = bytes.clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] = copy[i] == 7 ? 6 : copy[i];
        }
        return copy;
    }

    private static byte[] lengthOf(int payload) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(payload).array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
