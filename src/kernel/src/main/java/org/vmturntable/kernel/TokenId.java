package org.vmturntable.kernel;

import java.util.Map;
import java.util.regex.Pattern;

/** Identifies a token: 128 random bits as 32 lower-case hexadecimal digits. Knowing it gives no right. */
public record TokenId(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    public TokenId {
        if (!FORM.matcher(value).matches()) {
            throw new GridException(FailureCode.MALFORMED_ID, "Not a token id: " + value, Map.of("token", value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
