package org.vmturntable.testbed.wan;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory that both Java and the kernel address. Untouched parts cost no resident memory, unlike those of a direct buffer,
 * which Java clears.
 */
final class OffHeap {
    private final Memory memory;
    private final ByteBuffer bytes;
    private final long address;

    OffHeap(int size) {
        memory = new Memory(size);
        bytes = memory.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
        address = Pointer.nativeValue(memory);
    }

    /** In the machine's byte order; its position and limit are never moved. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** What the kernel is given; valid while this object is reachable. */
    long address() {
        return address;
    }

    int size() {
        return (int) memory.size();
    }
}
