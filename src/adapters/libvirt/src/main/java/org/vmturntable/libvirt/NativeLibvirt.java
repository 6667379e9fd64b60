package org.vmturntable.libvirt;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.ConnectionPointer;

/**
 * What libvirt-java 0.5.4 lacks of libvirt, or (job statistics) leaks memory in. Names and types as in libvirt's
 * {@code libvirt-domain.h} and {@code virterror.h}.
 */
interface NativeLibvirt extends Library {
    NativeLibvirt INSTANCE = Native.load("virt", NativeLibvirt.class);

    int UUID_STRING_BUFLEN = 37;
    int EVENT_LIFECYCLE = 0;
    int EVENT_JOB_COMPLETED = 21;

    @Nullable
    Pointer virDomainLookupByUUIDString(ConnectionPointer connection, String uuid);

    int virDomainFree(Pointer domain);

    int virDomainGetUUIDString(Pointer domain, byte[] buffer);

    int virDomainGetState(Pointer domain, IntByReference state, IntByReference reason, int flags);

    int virDomainGetJobStats(
            Pointer domain, IntByReference type, PointerByReference parameters, IntByReference count, int flags);

    int virTypedParamsGetULLong(Pointer parameters, int count, String name, LongByReference value);

    int virTypedParamsGetInt(Pointer parameters, int count, String name, IntByReference value);

    int virDomainMigrateStartPostCopy(Pointer domain, int flags);

    int virDomainMigrateSetMaxSpeed(Pointer domain, NativeLong mebibytesPerSecond, int flags);

    void virTypedParamsFree(@Nullable Pointer parameters, int count);

    int virConnectDomainEventRegisterAny(
            ConnectionPointer connection,
            @Nullable Pointer domain,
            int event,
            Callback callback,
            @Nullable Pointer opaque,
            @Nullable Pointer free);

    int virConnectDomainEventDeregisterAny(ConnectionPointer connection, int callback);

    int virGetLastErrorCode();

    /** {@code virConnectDomainEventCallback}. */
    interface LifecycleCallback extends Callback {
        void happened(Pointer connection, Pointer domain, int event, int detail, @Nullable Pointer opaque);
    }

    /** {@code virConnectDomainEventJobCompletedCallback}. */
    interface JobCompletedCallback extends Callback {
        void completed(Pointer connection, Pointer domain, Pointer parameters, int count, @Nullable Pointer opaque);
    }
}
