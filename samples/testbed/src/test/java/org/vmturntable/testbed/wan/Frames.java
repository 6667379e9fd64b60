package org.vmturntable.testbed.wan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Frames as the kernel hands them over, for tests. */
final class Frames {
    private static final byte GSO_TCP_IPV4 = 1;
    private static final int IP_HEADER = 20;
    private static final int TCP_HEADER_WITH_TIMESTAMPS = 32;
    static final int HEADERS = Frame.ETHERNET_HEADER + IP_HEADER + TCP_HEADER_WITH_TIMESTAMPS;

    private Frames() {}

    /** A single packet. */
    static Frame plain(int ethernetLength) {
        return plain(ethernetLength, (byte) 0, 0);
    }

    /** A single packet filled with one byte value, here whole at that time. */
    static Frame plain(int ethernetLength, byte filling, long arrival) {
        Frame frame = new Frame(new OffHeap(Frame.VIRTIO_HEADER + ethernetLength));
        for (int i = 0; i < ethernetLength; i++) {
            frame.memory.bytes().put(Frame.VIRTIO_HEADER + i, filling);
        }
        for (int i = 0; i < Frame.VIRTIO_HEADER; i++) {
            frame.memory.bytes().put(i, (byte) 0);
        }
        return here(frame, Frame.VIRTIO_HEADER + ethernetLength, arrival);
    }

    /** A TCP train of {@code payload} bytes in segments. */
    static Frame train(int payload, int segment) {
        int length = Frame.VIRTIO_HEADER + HEADERS + payload;
        Frame frame = new Frame(new OffHeap(length));
        ByteBuffer bytes = frame.memory.bytes().order(ByteOrder.nativeOrder());
        bytes.put(1, GSO_TCP_IPV4);
        bytes.putShort(4, (short) segment);
        bytes.putShort(6, (short) (Frame.ETHERNET_HEADER + IP_HEADER));
        int dataOffset = Frame.VIRTIO_HEADER + Frame.ETHERNET_HEADER + IP_HEADER + 12;
        bytes.put(dataOffset, (byte) ((TCP_HEADER_WITH_TIMESTAMPS / 4) << 4));
        return here(frame, length, 0);
    }

    private static Frame here(Frame frame, int length, long arrival) {
        frame.length = length;
        frame.arrival = arrival;
        frame.firstArrival = arrival;
        frame.measure();
        return frame;
    }
}
