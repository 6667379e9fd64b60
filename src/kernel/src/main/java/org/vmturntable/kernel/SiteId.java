package org.vmturntable.kernel;

import java.util.Map;
import java.util.regex.Pattern;

/** Names a site: 1 to 63 of {@code a-z 0-9 -}, as a DNS label is (RFC 1035, 2.3.1). */
public record SiteId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    public SiteId {
        if (!FORM.matcher(value).matches()) {
            throw new GridException(FailureCode.MALFORMED_ID, "Not a site name: " + value, Map.of("site", value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
