package org.vmturntable.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestDisk;
import org.vmturntable.traffic.hosting.RoomHold;
import org.vmturntable.traffic.hosting.RoomState;
import org.vmturntable.traffic.hosting.RoomStore;

final class JdbcRoomStore implements RoomStore {
    private static final String SELECT =
            "SELECT migration, from_site, vm, memory_bytes, virtual_cpus, disks, until, state, epoch FROM room ";

    private final Sql sql;

    JdbcRoomStore(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void save(RoomHold hold) {
        sql.transaction(tx -> {
            tx.update("DELETE FROM room WHERE migration = ?", hold.migration().value());
            return tx.update(
                    "INSERT INTO room (migration, from_site, vm, memory_bytes, virtual_cpus, disks, until, state,"
                            + " epoch) VALUES (?,?,?,?,?,?,?,?,?)",
                    hold.migration().value(),
                    hold.from().value(),
                    hold.vm().map(VmId::value),
                    hold.memory().value(),
                    hold.virtualCpus(),
                    hold.disks().stream().map(JdbcRoomStore::line).collect(Collectors.joining("\n")),
                    hold.until(),
                    hold.state(),
                    hold.epoch());
        });
    }

    @Override
    public Optional<RoomHold> find(MigrationId migration) {
        return sql.first(SELECT + "WHERE migration = ?", JdbcRoomStore::read, migration.value());
    }

    @Override
    public List<RoomHold> live() {
        return sql.query(
                SELECT + "WHERE state IN (?, ?) ORDER BY until, migration",
                JdbcRoomStore::read,
                RoomState.HELD,
                RoomState.PREPARED);
    }

    @Override
    public List<RoomHold> clearing() {
        return sql.query(SELECT + "WHERE state = ? ORDER BY until, migration", JdbcRoomStore::read, RoomState.CLEARING);
    }

    private static RoomHold read(Row row) throws SQLException {
        return new RoomHold(
                new MigrationId(row.uuid("migration")),
                new SiteId(row.text("from_site")),
                row.uuidIfAny("vm").map(VmId::new),
                new Bytes(row.number("memory_bytes")),
                row.count("virtual_cpus"),
                row.text("disks").lines().map(JdbcRoomStore::disk).toList(),
                row.instant("until"),
                row.name("state", RoomState.class),
                row.number("epoch"));
    }

    /** None of them has a blank in it. */
    private static String line(GuestDisk disk) {
        return disk.target() + " " + disk.size().value() + " " + disk.written().value() + " " + disk.base();
    }

    private static GuestDisk disk(String line) {
        String[] words = line.split(" ", -1);
        return new GuestDisk(
                words[0], new Bytes(Long.parseLong(words[1])), words[3], new Bytes(Long.parseLong(words[2])));
    }
}
