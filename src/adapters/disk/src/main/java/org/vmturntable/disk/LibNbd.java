package org.vmturntable.disk;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import org.jspecify.annotations.Nullable;

/** What is used of libnbd 1.14 and later. Names, types and error returns as in its {@code libnbd.h}. */
interface LibNbd extends Library {
    LibNbd INSTANCE = Native.load("nbd", LibNbd.class);

    int SHUTDOWN_ABANDON_PENDING = 1 << 16;

    @Nullable
    Pointer nbd_create();

    void nbd_close(Pointer handle);

    @Nullable
    String nbd_get_error();

    int nbd_set_export_name(Pointer handle, String name);

    int nbd_add_meta_context(Pointer handle, String context);

    int nbd_connect_unix(Pointer handle, String socket);

    int nbd_can_meta_context(Pointer handle, String context);

    long nbd_get_size(Pointer handle);

    int nbd_block_status(Pointer handle, long count, long offset, ExtentClosure told, int flags);

    long nbd_aio_pread(
            Pointer handle, Pointer buffer, NativeLong count, long offset, CompletionClosure none, int flags);

    long nbd_aio_pwrite(
            Pointer handle, Pointer buffer, NativeLong count, long offset, CompletionClosure none, int flags);

    long nbd_aio_zero(Pointer handle, long count, long offset, CompletionClosure none, int flags);

    int nbd_aio_command_completed(Pointer handle, long cookie);

    int nbd_poll(Pointer handle, int milliseconds);

    int nbd_flush(Pointer handle, int flags);

    int nbd_shutdown(Pointer handle, int flags);

    /** {@code nbd_extent_callback}, by value; must be kept until the call has returned. */
    @Structure.FieldOrder({"callback", "userData", "free"})
    class ExtentClosure extends Structure implements Structure.ByValue {
        public @Nullable ExtentCallback callback;
        public @Nullable Pointer userData;
        public @Nullable Pointer free;
    }

    /** Is told pairs of 32-bit numbers: a length and its flags. */
    interface ExtentCallback extends Callback {
        int told(Pointer userData, String context, long offset, Pointer entries, NativeLong count, Pointer error);
    }

    /** {@code nbd_completion_callback}, by value; with nothing in it the command is asked after by its cookie. */
    @Structure.FieldOrder({"callback", "userData", "free"})
    class CompletionClosure extends Structure implements Structure.ByValue {
        public @Nullable Pointer callback;
        public @Nullable Pointer userData;
        public @Nullable Pointer free;
    }
}
