package org.vmturntable.libvirt;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.ConnectionPointer;

/** QEMU's own events, as libvirt hands them on: {@code libvirt-qemu.h}. */
interface NativeQemu extends Library {
    NativeQemu INSTANCE = Native.load("virt-qemu", NativeQemu.class);

    int virConnectDomainQemuMonitorEventRegister(
            ConnectionPointer connection,
            @Nullable Pointer domain,
            String event,
            MonitorEventCallback callback,
            @Nullable Pointer opaque,
            @Nullable Pointer free,
            int flags);

    int virConnectDomainQemuMonitorEventDeregister(ConnectionPointer connection, int callback);

    /** {@code virConnectDomainQemuMonitorEventCallback}; the time is that of QEMU's host. */
    interface MonitorEventCallback extends Callback {
        void happened(
                Pointer connection,
                Pointer domain,
                String event,
                long seconds,
                int microseconds,
                @Nullable String details,
                @Nullable Pointer opaque);
    }
}
