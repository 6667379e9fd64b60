package org.vmturntable.testbed.topology;

import java.util.List;
import org.vmturntable.kernel.SiteId;

/**
 * The optical layer: an element at each site, fibres between them.
 *
 * @param device name of the interface at every site, joined to its element's client port
 * @param network prefix of the sites' addresses there
 * @param mtu largest packet, bytes
 * @param vlans ids that lightpaths may take
 * @param broker site whose DRAC keeps the ledger
 * @param fibres in the file's order
 */
public record OpticalLayer(
        String device, Ipv4Prefix network, int mtu, VlanRange vlans, SiteId broker, List<Fibre> fibres) {
    public OpticalLayer {
        fibres = List.copyOf(fibres);
    }

    /**
     * The fibre of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Fibre fibre(String name) {
        return fibres.stream()
                .filter(fibre -> fibre.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fibre is named " + name));
    }
}
