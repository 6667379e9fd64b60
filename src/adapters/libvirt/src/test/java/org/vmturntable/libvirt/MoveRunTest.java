package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MoveRunTest {
    @Test
    void knowsThatPostCopyIsRefusedFromWhatLibvirtPassesOnOfQemu() {
        assertThat(MoveRun.refusesPostCopy(new IllegalStateException(
                        "internal error: unable to execute QEMU command 'migrate-set-capabilities': Postcopy is not"
                                + " supported: Userfaultfd not available: Operation not permitted")))
                .isTrue();
        assertThat(MoveRun.refusesPostCopy(new IllegalStateException("Cannot recv data: Connection reset by peer")))
                .isFalse();
    }
}
