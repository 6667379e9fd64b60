package org.vmturntable.drac.lightpath;

import java.util.regex.Pattern;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;

/**
 * Who calls, as its TLS key proved it.
 *
 * @param key SHA-256 of the subject public key info, 64 lower-case hexadecimal digits
 */
public record Presenter(SiteId site, String key) {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

    public Presenter {
        if (!KEY.matcher(key).matches()) {
            throw new GridException(FailureCode.REQUEST_MALFORMED, "Not a key thumbprint: " + key);
        }
    }
}
