package org.vmturntable.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests of every module say of failures. */
public final class Failures {
    private Failures() {}

    public static void assertFails(FailureCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GridException.class, failed -> assertThat(failed.code()).isEqualTo(code));
    }
}
