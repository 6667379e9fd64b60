package org.vmturntable.snmp;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snmp4j.PDU;
import org.vmturntable.drac.element.CrossConnect;
import org.vmturntable.drac.element.ElementDriver;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * Makes cross-connects as static VLANs. A connect costs two round trips (one SET with all that is wanted, one GET), a disconnect
 * three (it looks first, so that it takes nothing of another's away); the very first call three or four more.
 *
 * <p>A lost answer is harmless: if the SET that is sent again is refused because it was already done, reading shows that it was.
 */
public final class SnmpElementDriver implements ElementDriver {
    private static final Logger LOG = LoggerFactory.getLogger(SnmpElementDriver.class);

    private final SnmpManager manager;
    private final SnmpElement element;
    private @Nullable Map<String, Integer> bridgePorts;

    public SnmpElementDriver(SnmpManager manager, SnmpElement element) {
        this.manager = manager;
        this.element = element;
    }

    @Override
    public String element() {
        return element.name();
    }

    /**
     * Learns what the first call would have to learn, so that it does not take longer than later ones.
     *
     * @throws GridException as the methods of {@link ElementDriver}
     */
    public synchronized void warmUp() {
        bridgePorts();
    }

    @Override
    public synchronized void connect(CrossConnect wanted) {
        WantedVlan vlan = WantedVlan.of(wanted, bridgePorts());
        PDU created = exchange(vlan.creation());
        Reading reading = see(vlan).comparedWith(vlan);
        if (created.getErrorStatus() != PDU.noError && reading == Reading.DIFFERENT) {
            created = exchange(vlan.correction());
            reading = see(vlan).comparedWith(vlan);
        }
        if (reading != Reading.CONNECTED) {
            throw refused("does not join the ports of", vlan, created, reading);
        }
        LOG.debug("Element {} joins ports {} by VLAN {}", element.name(), vlan.members(), vlan.vlan());
    }

    @Override
    public synchronized Reading read(CrossConnect asked) {
        WantedVlan vlan = WantedVlan.of(asked, bridgePorts());
        return see(vlan).comparedWith(vlan);
    }

    @Override
    public synchronized void disconnect(CrossConnect unwanted) {
        WantedVlan vlan = WantedVlan.of(unwanted, bridgePorts());
        SeenVlan seen = see(vlan);
        Reading before = seen.comparedWith(vlan);
        if (before == Reading.ABSENT || before == Reading.FOREIGN) {
            return;
        }
        PDU removed = exchange(vlan.removal(seen));
        Reading after = see(vlan).comparedWith(vlan);
        if (after != Reading.ABSENT) {
            throw refused("does not give up", vlan, removed, after);
        }
        LOG.debug("Element {} is clean of VLAN {}", element.name(), vlan.vlan());
    }

    private SeenVlan see(WantedVlan vlan) {
        PDU answer = exchange(vlan.question());
        if (answer.getErrorStatus() != PDU.noError) {
            throw refused("does not show", vlan, answer, Reading.DIFFERENT);
        }
        return SeenVlan.in(answer, vlan.clients());
    }

    private Map<String, Integer> bridgePorts() {
        Map<String, Integer> known = bridgePorts;
        if (known == null) {
            known = BridgePorts.ask(manager, element);
            bridgePorts = known;
        }
        return known;
    }

    private PDU exchange(PDU request) {
        try {
            return manager.exchange(element.agent(), request);
        } catch (GridException failed) {
            // It may come back with other cards in other slots.
            bridgePorts = null;
            throw new GridException(failed.code(), failed.getMessage() + " (" + element.name() + ")", about(), failed);
        }
    }

    private GridException refused(String what, WantedVlan vlan, PDU answer, Reading reading) {
        return new GridException(
                FailureCode.ELEMENT_REFUSED,
                "Element " + element.name() + " " + what + " VLAN " + vlan.vlan() + " (" + answer.getErrorStatusText()
                        + ", reads " + reading + ")",
                about());
    }

    private Map<String, String> about() {
        return Map.of("element", element.name());
    }
}
