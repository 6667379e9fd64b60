package org.vmturntable.testbed.wan;

import java.nio.ByteBuffer;

/**
 * A view of one frame in off-heap memory, moved from frame to frame so that forwarding allocates nothing. The kernel hands
 * over up to 64 KB of a TCP stream as one frame; on the wire it is a train of packets, and all figures here say so.
 *
 * @see "linux/virtio_net.h, struct virtio_net_hdr, for what precedes the Ethernet header"
 */
final class Frame {
    static final int VIRTIO_HEADER = 10;
    static final int ETHERNET_HEADER = 14;
    /** Largest that a TAP with segmentation offload hands over, with its headers. */
    static final int MAX_LENGTH = VIRTIO_HEADER + ETHERNET_HEADER + 65_535 + 64;

    private static final int ETHERNET_MIN = 60;
    private static final int PREAMBLE_CHECKSUM_AND_GAP = 8 + 4 + 12;
    private static final int VLAN_TAG = 4;
    private static final int ETHERTYPE_VLAN = 0x8100;

    final OffHeap memory;
    int start;
    int length;
    /** VLAN that it carries between elements, 0 if none; never among its bytes. */
    int tag;
    /** When its first packet was here whole, nanoseconds of {@link System#nanoTime}. */
    long firstArrival;
    /** When its last packet was. */
    long arrival;

    int packets;
    /** What the whole train takes of a wire, bytes with preamble, tag, checksum and gap. */
    int wireBytes;
    /** What its first packet takes. */
    int firstWireBytes;
    /** Largest packet of the train without its Ethernet header, bytes. */
    int largestPacket;

    Frame(OffHeap memory) {
        this.memory = memory;
    }

    long address() {
        return memory.address() + start;
    }

    int ethernetLength() {
        return length - VIRTIO_HEADER;
    }

    /** Works out the train of packets after the bytes were read. */
    void measure() {
        ByteBuffer bytes = memory.bytes();
        int segment = Short.toUnsignedInt(bytes.getShort(start + 4));
        boolean whole = bytes.get(start + 1) == 0 || segment == 0;
        int perPacket = PREAMBLE_CHECKSUM_AND_GAP + VLAN_TAG;
        if (whole) {
            packets = 1;
            wireBytes = Math.max(ethernetLength(), ETHERNET_MIN) + perPacket;
            firstWireBytes = wireBytes;
            largestPacket = ethernetLength() - ETHERNET_HEADER;
            return;
        }
        int headers = headersOfTcp(bytes);
        packets = Math.max(1, (ethernetLength() - headers + segment - 1) / segment);
        wireBytes = ethernetLength() + (packets - 1) * headers + packets * perPacket;
        firstWireBytes = Math.min(wireBytes, headers + segment + perPacket);
        largestPacket = headers - ETHERNET_HEADER + segment;
    }

    /** The kernel's own hint of the headers' length may be too long, so it is taken from the TCP header. */
    private int headersOfTcp(ByteBuffer bytes) {
        int tcp = Short.toUnsignedInt(bytes.getShort(start + 6));
        int words = (bytes.get(start + VIRTIO_HEADER + tcp + 12) >> 4) & 0xf;
        return tcp + words * 4;
    }

    long destination() {
        return mac(0);
    }

    boolean isTagged() {
        int at = start + VIRTIO_HEADER + 12;
        ByteBuffer bytes = memory.bytes();
        return ((bytes.get(at) & 0xff) << 8 | (bytes.get(at + 1) & 0xff)) == ETHERTYPE_VLAN;
    }

    private long mac(int offset) {
        long mac = 0;
        for (int i = 0; i < 6; i++) {
            mac = mac << 8 | (memory.bytes().get(start + VIRTIO_HEADER + offset + i) & 0xff);
        }
        return mac;
    }
}
