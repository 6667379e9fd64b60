package org.vmturntable.container.site;

import java.util.Optional;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;
import org.vmturntable.soap.hosting.GatePass;
import org.vmturntable.soap.types.Arrival;
import org.vmturntable.soap.types.Disk;
import org.vmturntable.soap.types.GuestState;
import org.vmturntable.soap.types.Room;
import org.vmturntable.traffic.guest.GuestDisk;
import org.vmturntable.traffic.hosting.FreeRoom;

/** Hosting's records as generated types, and back. */
final class HostingXml {
    private HostingXml() {}

    static Room room(FreeRoom free) {
        Room room = new Room();
        room.setFreeMemoryBytes(free.memory().value());
        room.setTotalMemoryBytes(free.memoryInAll().value());
        room.setFreeVirtualCpus(free.virtualCpus());
        room.setTotalVirtualCpus(free.virtualCpusInAll());
        return room;
    }

    static Disk disk(GuestDisk guests) {
        Disk disk = new Disk();
        disk.setTarget(guests.target());
        disk.setSizeBytes(guests.size().value());
        disk.setBase(guests.base());
        disk.setWrittenBytes(guests.written().value());
        return disk;
    }

    static GuestDisk disk(Disk told) {
        return new GuestDisk(
                told.getTarget(), new Bytes(told.getSizeBytes()), told.getBase(), new Bytes(told.getWrittenBytes()));
    }

    static Arrival arrival(org.vmturntable.traffic.site.Arrival seen) {
        Arrival arrival = new Arrival();
        arrival.setHeld(seen.held());
        arrival.setGuest(GuestState.valueOf(seen.guest().name()));
        seen.resumed().ifPresent(arrival::setResumedAt);
        return arrival;
    }

    static GatePass pass(org.vmturntable.traffic.guest.GatePass given) {
        GatePass pass = new GatePass();
        pass.setStreamPort(given.streamPort());
        pass.setMemoryPort(given.memoryPort());
        pass.setTicket(given.ticket().hex());
        return pass;
    }

    static org.vmturntable.traffic.guest.GatePass pass(MigrationId migration, GatePass told) {
        return new org.vmturntable.traffic.guest.GatePass(
                migration, told.getMemoryPort(), told.getStreamPort(), Ticket.parse(told.getTicket()));
    }

    static org.vmturntable.traffic.site.Arrival arrival(Arrival told) {
        return new org.vmturntable.traffic.site.Arrival(
                told.isHeld(),
                org.vmturntable.traffic.guest.GuestState.valueOf(told.getGuest().name()),
                Optional.ofNullable(told.getResumedAt()));
    }
}
