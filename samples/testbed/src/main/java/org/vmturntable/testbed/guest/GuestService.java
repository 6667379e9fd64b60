package org.vmturntable.testbed.guest;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.vmturntable.testbed.topology.Guest;

/** What the guest offers to whoever can reach it; {@code guestd.c} is the other half. */
public final class GuestService {
    /** TCP: each line comes back with its number in the session before it. */
    public static final int ECHO_PORT = 7;
    /** TCP: the line {@code check} is answered with one line of JSON. */
    public static final int CHECK_PORT = 7070;
    /** UDP, at the clients' host: sequence and guest time in microseconds, every 20 ms. */
    public static final int HEARTBEAT_PORT = 9999;

    private GuestService() {}

    /** The guest's id, the same each time its topology is put up (UUID of version 3 over its name). */
    public static UUID idOf(Guest guest) {
        return UUID.nameUUIDFromBytes(("turntable:" + guest.name()).getBytes(StandardCharsets.UTF_8));
    }
}
