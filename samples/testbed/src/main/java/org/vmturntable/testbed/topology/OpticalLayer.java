package org.vmturntable.testbed.topology;

import java.util.List;
import org.vmturntable.kernel.SiteId;

/**
 * The optical layer: an element at each site, fibres between them.
 *
 * @param device name of the interface at every site, joined to its element's client port
 * @param network prefix of the sites' addresses there
 * @param mtu largest packet, bytes
 * @param firstVlan smallest VLAN id a lightpath may take
 * @param lastVlan largest one
 * @param broker site whose DRAC keeps the ledger
 * @param fibres in the file's order
 */
public record OpticalLayer(
        String device, Ipv4Prefix network, int mtu, int firstVlan, int lastVlan, SiteId broker, List<Fibre> fibres) {
    public OpticalLayer {
        fibres = List.copyOf(fibres);
        if (firstVlan < 2 || lastVlan > 4094 || firstVlan > lastVlan) {
            throw new IllegalArgumentException("VLAN ids run from 2 to 4094, not " + firstVlan + "-" + lastVlan);
        }
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
