package org.vmturntable.disk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part of a disk, in bytes.
 *
 * @param offset not negative
 * @param length longer than zero
 */
public record Extent(long offset, long length) {
    public Extent {
        if (offset < 0 || length <= 0 || offset + length < 0) {
            throw new IllegalArgumentException("No part of a disk: " + length + " bytes from " + offset);
        }
    }

    public long end() {
        return offset + length;
    }

    /** Covers what any of them covers, in the disk's order; what touches is joined. */
    public static List<Extent> union(Collection<Extent> extents) {
        List<Extent> joined = new ArrayList<>();
        for (Extent next : extents.stream()
                .sorted(Comparator.comparingLong(Extent::offset))
                .toList()) {
            int last = joined.size() - 1;
            if (last >= 0 && next.offset <= joined.get(last).end()) {
                long end = Math.max(joined.get(last).end(), next.end());
                joined.set(last, new Extent(joined.get(last).offset, end - joined.get(last).offset));
            } else {
                joined.add(next);
            }
        }
        return List.copyOf(joined);
    }

    /** In pieces of at most so many bytes, in order. */
    public Stream<Extent> pieces(int longest) {
        return Stream.iterate(offset, at -> at < end(), at -> at + longest)
                .map(at -> new Extent(at, Math.min(longest, end() - at)));
    }

    /** Bytes in all. */
    public static long total(Collection<Extent> extents) {
        return extents.stream().mapToLong(Extent::length).sum();
    }
}
