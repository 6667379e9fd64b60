package org.vmturntable.libvirt;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import org.jspecify.annotations.Nullable;

/** libvirt's named values, valid only as long as the call or callback that brought them. */
record NativeParameters(@Nullable Pointer pointer, int count) {
    /** Zero if there is no such value. */
    long unsignedLong(String name) {
        LongByReference value = new LongByReference();
        return pointer != null && NativeLibvirt.INSTANCE.virTypedParamsGetULLong(pointer, count, name, value) == 1
                ? value.getValue()
                : 0;
    }

    /** Zero if there is no such value. */
    int integer(String name) {
        IntByReference value = new IntByReference();
        return pointer != null && NativeLibvirt.INSTANCE.virTypedParamsGetInt(pointer, count, name, value) == 1
                ? value.getValue()
                : 0;
    }
}
