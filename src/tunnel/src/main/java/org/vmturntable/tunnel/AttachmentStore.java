package org.vmturntable.tunnel;

import java.util.List;
import org.vmturntable.kernel.VmId;

/**
 * Keeps attachments over restarts, one for each VM. Every method blocks until the answer is durable or fails with
 * {@link org.vmturntable.kernel.FailureCode#STORE_FAILED}; the gateway calls from one thread at a time.
 */
public interface AttachmentStore {
    /** All of them, in no particular order; may be empty. */
    List<Attachment> all();

    /** Keeps it in place of any earlier one of the same VM. The epoch rule is the gateway's, not the store's. */
    void put(Attachment attachment);

    /** Forgets the VM's attachment; nothing happens if there is none. */
    void remove(VmId vm);
}
