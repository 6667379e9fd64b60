package org.vmturntable.testbed.demo;

import java.util.Set;

/** What the network itself shows, whatever the containers say of it. */
public interface NetworkView {
    /**
     * The static VLANs of all optical elements, each as a phrase such as {@code VLAN 100 at chicago}.
     *
     * @throws org.vmturntable.testbed.process.HostException if an element does not answer
     */
    Set<String> vlans();

    /**
     * The site to which the edge sends the guest's traffic, or a phrase that says what it does instead.
     *
     * @throws org.vmturntable.testbed.process.HostException if the edge cannot be looked at
     */
    String siteAtEdge();
}
