package org.vmturntable.testbed.element;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.vmturntable.kernel.Bandwidth;

/** A port: its figures, and whether it sees light. */
public final class ElementPort {
    private final int index;
    private final String name;
    private final Bandwidth speed;
    private final int mtu;
    private final BooleanSupplier light;

    private final LongAdder inOctets = new LongAdder();
    private final LongAdder inPackets = new LongAdder();
    private final LongAdder inDiscards = new LongAdder();
    private final LongAdder outOctets = new LongAdder();
    private final LongAdder outPackets = new LongAdder();
    private final LongAdder outDiscards = new LongAdder();

    /**
     * @param index its ifIndex and bridge port number, 1 to 64
     * @param mtu largest packet, bytes
     * @param light whether its fibre brings light; asked by any thread
     */
    public ElementPort(int index, String name, Bandwidth speed, int mtu, BooleanSupplier light) {
        this.index = index;
        this.name = name;
        this.speed = speed;
        this.mtu = mtu;
        this.light = light;
    }

    public int index() {
        return index;
    }

    public String name() {
        return name;
    }

    public Bandwidth speed() {
        return speed;
    }

    public int mtu() {
        return mtu;
    }

    boolean seesLight() {
        return light.getAsBoolean();
    }

    public void countIn(long octets, int packets) {
        inOctets.add(octets);
        inPackets.add(packets);
    }

    public void countOut(long octets, int packets) {
        outOctets.add(octets);
        outPackets.add(packets);
    }

    public void countInDiscard(int packets) {
        inDiscards.add(packets);
    }

    public void countOutDiscard(int packets) {
        outDiscards.add(packets);
    }

    Traffic in() {
        return new Traffic(inOctets.sum(), inPackets.sum(), inDiscards.sum());
    }

    Traffic out() {
        return new Traffic(outOctets.sum(), outPackets.sum(), outDiscards.sum());
    }

    /**
     * Counted since the element started.
     *
     * @param octets of Ethernet frames, checksums included
     */
    record Traffic(long octets, long packets, long discards) {}
}
