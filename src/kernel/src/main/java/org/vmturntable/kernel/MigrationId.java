package org.vmturntable.kernel;

import java.util.UUID;

/** Identifies one migration of one VM; also the global reservation id of everything reserved for it. */
public record MigrationId(UUID value) {
    public static MigrationId random() {
        return new MigrationId(UUID.randomUUID());
    }

    /**
     * Reads the 36-character form of RFC 9562.
     *
     * @throws GridException {@link FailureCode#MALFORMED_ID} if the text is not a UUID
     */
    public static MigrationId parse(String text) {
        return new MigrationId(Uuids.parse("migration id", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
