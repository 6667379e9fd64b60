package org.vmturntable.store;

import java.util.List;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.residence.EndedVm;
import org.vmturntable.traffic.residence.EndedVms;

final class JdbcEndedVms implements EndedVms {
    private final Sql sql;

    JdbcEndedVms(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void add(EndedVm ended) {
        String insert = "INSERT INTO ended_vm (vm, epoch) VALUES (?,?)";
        if (!sql.insertNew(insert, ended.vm().value(), ended.epoch())) {
            sql.update(
                    "UPDATE ended_vm SET epoch = ? WHERE vm = ?",
                    ended.epoch(),
                    ended.vm().value());
        }
    }

    @Override
    public void remove(VmId vm) {
        sql.update("DELETE FROM ended_vm WHERE vm = ?", vm.value());
    }

    @Override
    public List<EndedVm> all() {
        return sql.query(
                "SELECT vm, epoch FROM ended_vm", row -> new EndedVm(new VmId(row.uuid("vm")), row.number("epoch")));
    }
}
