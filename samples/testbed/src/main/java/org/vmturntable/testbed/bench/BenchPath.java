package org.vmturntable.testbed.bench;

import java.util.List;
import org.vmturntable.testbed.element.NetSnmp;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;

/** The way from the topology's first site to its last over all others: each element joins its client or all its lines. */
public record BenchPath(Topology topology) {
    static final int VLAN = 100;

    public Site from() {
        return topology.sites().get(0);
    }

    public Site to() {
        return topology.sites().get(topology.sites().size() - 1);
    }

    void join(NetSnmp manager) {
        topology.sites().forEach(site -> manager.join(site, VLAN, portsAt(site)));
    }

    void part(NetSnmp manager) {
        topology.sites().forEach(site -> manager.part(site, VLAN));
    }

    private List<Integer> portsAt(Site site) {
        boolean end = site.equals(from()) || site.equals(to());
        return site.element().ports().entrySet().stream()
                .filter(port -> end || !port.getKey().equals(site.element().client()))
                .map(java.util.Map.Entry::getValue)
                .toList();
    }
}
