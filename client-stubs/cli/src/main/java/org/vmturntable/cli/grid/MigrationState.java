package org.vmturntable.cli.grid;

/** The states of a migration, in the order in which a successful one has them; the last three are the way back. */
public enum MigrationState {
    REQUESTED,
    ROOM_HELD,
    AUTHORISED,
    RESERVED,
    ARRIVAL_PREPARED,
    COPYING,
    SWITCHED_OVER,
    TUNNEL_MOVED,
    SETTLED,
    COMPLETED,
    UNDOING,
    ROLLED_BACK,
    STRANDED;

    /** True if nothing more will happen by itself. */
    public boolean ended() {
        return this == COMPLETED || this == ROLLED_BACK || this == STRANDED;
    }
}
