package org.vmturntable.testbed.wan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A TAP device: what the kernel sends through it is read here, what is written here the kernel receives. */
final class Tap {
    static final int CHECKSUM = 1;
    static final int TCP_SEGMENTATION = 2 | 4;

    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final int IFF_TAP = 0x2;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;
    /** A device of that name left by another program is an error, not something to share. */
    private static final int IFF_TUN_EXCL = 0x8000;

    private static final int REQUEST_SIZE = 40;
    private static final int NAME_SIZE = 16;

    private final int descriptor;

    private Tap(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Creates a device in the calling thread's namespace; it vanishes when this process ends.
     *
     * @param offloads what the kernel may leave undone: {@link #CHECKSUM}, {@link #TCP_SEGMENTATION}
     */
    static Tap create(String name, int offloads) throws IOException {
        int descriptor = Libc.open("/dev/net/tun", Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (descriptor < 0) {
            throw new IOException("/dev/net/tun cannot be opened: " + Libc.lastError());
        }
        OffHeap request = new OffHeap(REQUEST_SIZE);
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        request.bytes().put(0, new byte[REQUEST_SIZE]).put(0, ascii, 0, Math.min(ascii.length, NAME_SIZE - 1));
        request.bytes().putShort(NAME_SIZE, (short) (IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | IFF_TUN_EXCL));
        if (Libc.ioctl(descriptor, TUNSETIFF, request.address()) < 0
                || Libc.ioctl(descriptor, TUNSETOFFLOAD, offloads) < 0) {
            String why = Libc.lastError();
            Libc.close(descriptor);
            throw new IOException("device " + name + " cannot be made: " + why);
        }
        return new Tap(descriptor);
    }

    int descriptor() {
        return descriptor;
    }

    /**
     * Reads the next frame to the start of the frame's memory.
     *
     * @return false if there is none
     */
    boolean read(Frame frame) {
        long length = Libc.read(descriptor, frame.memory.address(), frame.memory.size());
        if (length <= Frame.VIRTIO_HEADER + Frame.ETHERNET_HEADER) {
            return false;
        }
        frame.start = 0;
        frame.length = (int) length;
        frame.tag = 0;
        frame.measure();
        return true;
    }

    /**
     * Hands a frame to the kernel.
     *
     * @return false if it would not have it, for example because the device is down
     */
    boolean write(Frame frame) {
        return Libc.write(descriptor, frame.address(), frame.length) == frame.length;
    }
}
