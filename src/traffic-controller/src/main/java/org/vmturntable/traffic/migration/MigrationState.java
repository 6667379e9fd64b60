package org.vmturntable.traffic.migration;

/** How far a migration has come. Journalled by name: a name never changes its meaning. */
public enum MigrationState {
    /** Written down; the destination is being asked for room. */
    REQUESTED,
    /** The destination holds room and is being prepared; the token is being granted. */
    ROOM_HELD,
    /** The token is granted; the lightpath is being booked. */
    AUTHORISED,
    /** The lightpath is booked; elements are being switched beside all that follows. */
    RESERVED,
    /** The destination expects the guest. */
    ARRIVAL_PREPARED,
    /** The guest is being copied and runs at the source until it does not: only asking both sides can tell. */
    COPYING,
    /** The guest runs at the destination: from here on there is no way back. */
    SWITCHED_OVER,
    /** The guest's traffic enters at the destination. */
    TUNNEL_MOVED,
    /** The destination counts the guest as its own. */
    SETTLED,
    /** Everything that was taken for the migration has been given back; the guest lives at the destination. */
    COMPLETED,
    /** The guest goes on at its source; what was taken is being given back. */
    UNDOING,
    /** The guest goes on at its source and nothing is held. */
    ROLLED_BACK,
    /** Given up while something is still held or not known: see the saga's {@link Stranding}. */
    STRANDED;

    /**
     * The state of that name, also of a name that an earlier version wrote.
     *
     * @throws IllegalArgumentException if there never was one
     */
    public static MigrationState named(String name) {
        // once the destination was prepared only after the elements had been switched; what follows either is the same
        return name.equals("LIGHTPATH_UP") ? RESERVED : valueOf(name);
    }

    /** True if nobody works on the migration any more; a stranded one can be taken up again. */
    public boolean isFinal() {
        return this == COMPLETED || this == ROLLED_BACK || this == STRANDED;
    }

    /** True while giving up means going back to how it was. */
    public boolean canStillTurnBack() {
        return compareTo(COPYING) <= 0;
    }
}
