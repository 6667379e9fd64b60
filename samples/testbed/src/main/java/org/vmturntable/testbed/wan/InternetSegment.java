package org.vmturntable.testbed.wan;

import java.util.ArrayList;
import java.util.List;

/** The routed internet's core: knows every place's MAC address, and the way from each place to each other. */
final class InternetSegment {
    static final InternetSegment EMPTY = new InternetSegment(List.of());

    private static final long GROUP_BIT = 1L << 40;

    private final List<LongHaul> ways;

    InternetSegment(List<LongHaul> ways) {
        this.ways = List.copyOf(ways);
    }

    List<Transit> transits() {
        return new ArrayList<>(ways);
    }

    /** Sends a frame to the place it is for, or to all others if it is for a group; to an unknown address it is lost. */
    void route(AccessLink from, Frame frame) {
        long destination = frame.destination();
        boolean toAll = (destination & GROUP_BIT) != 0;
        for (int i = 0; i < ways.size(); i++) {
            LongHaul way = ways.get(i);
            if (way.from() == from && (toAll || way.to().mac() == destination)) {
                way.carry(frame);
            }
        }
    }
}
