package org.vmturntable.store;

import java.util.Optional;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.traffic.residence.VmLedger;

final class JdbcVmLedger implements VmLedger {
    private final Sql sql;

    JdbcVmLedger(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Residence> find(VmId vm) {
        return sql.first(
                "SELECT epoch, moved_to FROM residence WHERE vm = ?",
                row -> new Residence(
                        vm, row.number("epoch"), row.textIfAny("moved_to").map(SiteId::new)),
                vm.value());
    }

    @Override
    public void record(Residence residence) {
        Object vm = residence.vm().value();
        Optional<String> movedTo = residence.movedTo().map(SiteId::value);
        String change = "UPDATE residence SET epoch = ?, moved_to = ? WHERE vm = ? AND epoch <= ?";
        boolean known = sql.update(change, residence.epoch(), movedTo, vm, residence.epoch()) == 1
                || sql.insertNew(
                        "INSERT INTO residence (vm, epoch, moved_to) VALUES (?,?,?)", vm, residence.epoch(), movedTo);
        if (!known) {
            // Someone inserted between the two, or a later epoch is known: the condition tells which.
            sql.update(change, residence.epoch(), movedTo, vm, residence.epoch());
        }
    }
}
