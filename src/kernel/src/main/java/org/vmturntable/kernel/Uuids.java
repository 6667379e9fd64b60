package org.vmturntable.kernel;

import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Strict reading of UUIDs: {@link UUID#fromString} also takes {@code 1-1-1-1-1}. */
final class Uuids {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Uuids() {}

    static UUID parse(String what, String text) {
        if (!FORM.matcher(text).matches()) {
            throw new GridException(FailureCode.MALFORMED_ID, "Not a " + what + ": " + text, Map.of(what, text));
        }
        return UUID.fromString(text);
    }
}
