package org.vmturntable.testbed.element;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** An element: ports and what joins them. The agent sets it, the forwarding thread asks it; both see whole configurations only. */
public final class OpticalElement {
    private final String name;
    private final SortedMap<Integer, ElementPort> ports;
    private volatile ElementConfiguration configuration;
    private volatile CrossConnects crossConnects;

    public OpticalElement(String name, Collection<ElementPort> ports) {
        this.name = name;
        TreeMap<Integer, ElementPort> byIndex = new TreeMap<>();
        ports.forEach(port -> byIndex.put(port.index(), port));
        this.ports = Collections.unmodifiableSortedMap(byIndex);
        configuration = ElementConfiguration.initial(byIndex.keySet());
        crossConnects = new CrossConnects(configuration);
    }

    public String name() {
        return name;
    }

    /** By ifIndex. */
    public SortedMap<Integer, ElementPort> ports() {
        return ports;
    }

    public ElementConfiguration configuration() {
        return configuration;
    }

    public CrossConnects crossConnects() {
        return crossConnects;
    }

    /** Changes what is joined, for every frame that arrives from now on. */
    public void configure(ElementConfiguration next) {
        configuration = next;
        crossConnects = new CrossConnects(next);
    }

    /** Whether a port is switched on. */
    public boolean isEnabled(int port) {
        return !configuration.disabled().contains(port);
    }

    /** Whether a port carries traffic: switched on, and its fibre whole. */
    boolean isUp(ElementPort port) {
        return isEnabled(port.index()) && port.seesLight();
    }

    PortSet allPorts() {
        PortSet all = PortSet.NONE;
        for (int port : ports.keySet()) {
            all = all.with(port);
        }
        return all;
    }
}
