package org.vmturntable.store;

import java.util.List;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.tunnel.Attachment;
import org.vmturntable.tunnel.AttachmentStore;
import org.vmturntable.tunnel.Ipv4Address;
import org.vmturntable.tunnel.MacAddress;

final class JdbcAttachmentStore implements AttachmentStore {
    private final Sql sql;

    JdbcAttachmentStore(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<Attachment> all() {
        return sql.query(
                "SELECT vm, mac, address, site, epoch, bound_for FROM attachment",
                row -> new Attachment(
                        new VmId(row.uuid("vm")),
                        new MacAddress(row.text("mac")),
                        new Ipv4Address(row.text("address")),
                        new SiteId(row.text("site")),
                        row.number("epoch"),
                        row.textIfAny("bound_for").map(SiteId::new)));
    }

    @Override
    public void put(Attachment it) {
        sql.transaction(tx -> {
            tx.update("DELETE FROM attachment WHERE vm = ?", it.vm().value());
            return tx.update(
                    "INSERT INTO attachment (vm, mac, address, site, epoch, bound_for) VALUES (?,?,?,?,?,?)",
                    it.vm().value(),
                    it.mac().value(),
                    it.address().value(),
                    it.at().value(),
                    it.epoch(),
                    it.boundFor().map(SiteId::value));
        });
    }

    @Override
    public void remove(VmId vm) {
        sql.update("DELETE FROM attachment WHERE vm = ?", vm.value());
    }
}
