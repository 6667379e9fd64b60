package org.vmturntable.kernel;

import java.util.UUID;

/** Identifies one reserved lightpath, from its booking until long after its release. */
public record LightpathId(UUID value) {
    public static LightpathId random() {
        return new LightpathId(UUID.randomUUID());
    }

    /**
     * Reads the 36-character form of RFC 9562.
     *
     * @throws GridException {@link FailureCode#MALFORMED_ID} if the text is not a UUID
     */
    public static LightpathId parse(String text) {
        return new LightpathId(Uuids.parse("lightpath id", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
