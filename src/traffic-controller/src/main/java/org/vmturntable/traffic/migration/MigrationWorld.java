package org.vmturntable.traffic.migration;

import org.vmturntable.traffic.authority.Authority;
import org.vmturntable.traffic.edge.TunnelSwitch;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.lightpath.LightpathBroker;
import org.vmturntable.traffic.residence.VmLedger;
import org.vmturntable.traffic.site.ExpectedGuests;
import org.vmturntable.traffic.site.HostingSites;

/** Everything outside that a migration touches. */
public record MigrationWorld(
        GuestMover guests,
        HostingSites sites,
        Authority authority,
        LightpathBroker lightpaths,
        TunnelSwitch tunnels,
        VmLedger ledger,
        ExpectedGuests expected) {}
