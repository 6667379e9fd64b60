package org.vmturntable.drac.lightpath;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;

/** An authority that honours every token once. */
final class FakeTokens implements TokenCheck {
    private final Map<String, LightpathId> uses = new HashMap<>();
    private @Nullable FailureCode atVerify;
    private @Nullable FailureCode afterCounting;

    void refuse(FailureCode code) {
        atVerify = code;
    }

    /** The next redemptions are counted, but their answer is lost. */
    void loseAnswers(boolean lose) {
        afterCounting = lose ? FailureCode.SITE_UNREACHABLE : null;
    }

    @Override
    public void verify(LightpathRequest request) {
        fail(atVerify);
    }

    @Override
    public void redeem(LightpathRequest request, LightpathId use) {
        LightpathId first = uses.putIfAbsent(request.token(), use);
        if (first != null && !first.equals(use)) {
            throw new GridException(FailureCode.TOKEN_SPENT, "Used before");
        }
        fail(afterCounting);
    }

    private static void fail(@Nullable FailureCode code) {
        if (code != null) {
            throw new GridException(code, "Told to fail");
        }
    }
}
