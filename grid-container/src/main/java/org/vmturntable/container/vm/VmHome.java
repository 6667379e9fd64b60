package org.vmturntable.container.vm;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationService;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.traffic.residence.VmLedger;
import org.vmturntable.wsrf.resource.ResourceHome;

/** The machines of this site: whatever its hypervisor has that may be moved. */
final class VmHome implements ResourceHome<Vm> {
    private final GuestMover guests;
    private final MigrationService migrations;
    private final VmLedger ledger;
    private final Function<SiteId, Optional<URI>> vmsAt;
    private final Endings endings;

    /** @param vmsAt address of a site's machines, without a key; empty if the site is not known */
    VmHome(
            GuestMover guests,
            MigrationService migrations,
            VmLedger ledger,
            Function<SiteId, Optional<URI>> vmsAt,
            Endings endings) {
        this.guests = guests;
        this.migrations = migrations;
        this.ledger = ledger;
        this.vmsAt = vmsAt;
        this.endings = endings;
    }

    /** @throws GridException {@link FailureCode#VM_UNKNOWN}; its details say where the machine went, if it was here once */
    @Override
    public Vm require(String key) {
        VmId id = id(key);
        return guests.find(id).filter(this::isOurs).map(this::withMigrations).orElseThrow(() -> unknown(id));
    }

    @Override
    public List<Vm> all() {
        return guests.guests().stream()
                .filter(this::isOurs)
                .map(this::withMigrations)
                .toList();
    }

    @Override
    public String key(Vm vm) {
        return vm.guest().id().toString();
    }

    @Override
    public void destroy(String key) {
        endings.end(require(key).guest().id());
    }

    private boolean isOurs(Guest guest) {
        return guest.state() != GuestState.ARRIVING && guest.state() != GuestState.ABSENT;
    }

    private Vm withMigrations(Guest guest) {
        List<MigrationSaga> all = migrations.ofVm(guest.id());
        return new Vm(
                guest,
                all.stream().filter(saga -> !saga.isFinal()).findFirst(),
                all.stream().filter(MigrationSaga::isFinal).findFirst());
    }

    private GridException unknown(VmId id) {
        Map<String, String> details = new HashMap<>(Map.of("vm", id.toString()));
        Optional<SiteId> movedTo = ledger.find(id).flatMap(Residence::movedTo);
        movedTo.ifPresent(site -> details.put("movedTo", site.value()));
        movedTo.flatMap(vmsAt).ifPresent(vms -> details.put("movedToReference", vms + "/" + id));
        String where = movedTo.map(site -> ": it went to " + site).orElse("");
        return new GridException(FailureCode.VM_UNKNOWN, "The VM " + id + " is not here" + where, details);
    }

    static VmId id(String key) {
        try {
            return VmId.parse(key);
        } catch (GridException malformed) {
            throw new GridException(FailureCode.VM_UNKNOWN, "No VM " + key, Map.of("vm", key), malformed);
        }
    }
}
