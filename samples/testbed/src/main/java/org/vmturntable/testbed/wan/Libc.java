package org.vmturntable.testbed.wan;

import com.sun.jna.Native;

/** The few calls of the C library that Java does not offer; addresses are plain numbers so that no call allocates. */
final class Libc {
    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int CLONE_NEWNET = 0x40000000;
    static final int PR_SET_TIMERSLACK = 29;

    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    static native int open(String path, int flags);

    static native int close(int descriptor);

    static native int ioctl(int descriptor, long request, long argument);

    static native long read(int descriptor, long buffer, long count);

    static native long write(int descriptor, long buffer, long count);

    static native int ppoll(long descriptors, long count, long timeout, long signals);

    static native int setns(int descriptor, int kind);

    static native int prctl(int option, long argument);

    private static native String strerror(int error);

    /** What the last failed call of this thread complained of. */
    static String lastError() {
        return strerror(Native.getLastError());
    }
}
