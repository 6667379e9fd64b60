package org.vmturntable.drac.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vmturntable.drac.topology.Link;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.drac.topology.Topology;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.TimeWindow;

/**
 * Who has what, when. Bandwidth is kept for each link, a client port serves one lightpath at a time, and a label serves one
 * lightpath at a time at each element: a VLAN is one set of ports there, so two lightpaths with the same label would be joined
 * even if they share no link.
 *
 * <p>In memory alone, made anew from the stored lightpaths after a restart. Not safe for use by several threads.
 */
public final class Ledger {
    private final Topology topology;
    private final Map<Link, LoadProfile> links = new HashMap<>();
    private final Map<PortId, LoadProfile> clientPorts = new HashMap<>();
    private final Map<LabelAt, LoadProfile> labels = new HashMap<>();
    private final Map<LightpathId, Booking> bookings = new HashMap<>();

    public Ledger(Topology topology) {
        this.topology = topology;
    }

    /** What is left of the link at the worst moment of the window. */
    public Bandwidth residual(Link link, TimeWindow window) {
        long left = link.capacity().bitsPerSecond() - peak(links.get(link), window);
        return new Bandwidth(Math.max(0, left));
    }

    public boolean isPortFree(PortId clientPort, TimeWindow window) {
        return peak(clientPorts.get(clientPort), window) == 0;
    }

    public boolean isLabelFree(String element, int label, TimeWindow window) {
        return peak(labels.get(new LabelAt(element, label)), window) == 0;
    }

    /**
     * Books if everything that the booking needs is free.
     *
     * @throws GridException {@link FailureCode#INVARIANT_BROKEN} if it is not, or if the id has a booking
     */
    public void book(Booking booking) {
        boolean fits = linksOf(booking.route()).stream()
                        .allMatch(link -> residual(link, booking.window()).compareTo(booking.bandwidth()) >= 0)
                && exclusivelyUsed(booking.route()).stream().allMatch(profile -> profile.peak(booking.window()) == 0);
        if (!fits) {
            throw new GridException(
                    FailureCode.INVARIANT_BROKEN,
                    "Would give the same thing twice: " + booking.route().portsAsText(),
                    Map.of("lightpath", booking.id().toString()));
        }
        restore(booking);
    }

    /** Books what was booked before a restart, without asking if it fits: elements may hold it. */
    public void restore(Booking booking) {
        if (bookings.putIfAbsent(booking.id(), booking) != null) {
            throw new GridException(FailureCode.INVARIANT_BROKEN, "Booked already: " + booking.id());
        }
        apply(booking, 1);
    }

    /**
     * Checks that what the lightpath has can be its own until then. Books nothing.
     *
     * @param until after its booking's end
     * @throws GridException {@link FailureCode#NO_PATH_IN_WINDOW} if a link of its route has too little left in the time that is
     *     added, {@link FailureCode#PORT_IN_USE} or {@link FailureCode#NO_LABEL_FREE} if another has its port or its label then;
     *     {@link FailureCode#LIGHTPATH_UNKNOWN} if it has nothing
     */
    public void requireExtensible(LightpathId id, Instant until) {
        Booking booking = require(id);
        TimeWindow added = booking.added(until);
        Route route = booking.route();
        boolean bandwidth =
                linksOf(route).stream().allMatch(link -> residual(link, added).compareTo(booking.bandwidth()) >= 0);
        refuseUnless(bandwidth, booking, FailureCode.NO_PATH_IN_WINDOW, "a link has too little left");
        boolean ports = Stream.of(route.ends().a(), route.ends().b()).allMatch(end -> isPortFree(end, added));
        refuseUnless(ports, booking, FailureCode.PORT_IN_USE, "another lightpath has its port");
        boolean label = route.hops().stream().allMatch(hop -> isLabelFree(hop.element(), route.label(), added));
        refuseUnless(label, booking, FailureCode.NO_LABEL_FREE, "another lightpath has its VLAN id");
    }

    /**
     * Books what the lightpath has for longer: all of it, or nothing.
     *
     * @param until after its booking's end
     * @throws GridException as {@link #requireExtensible}
     */
    public void extend(LightpathId id, Instant until) {
        requireExtensible(id, until);
        Booking longer = require(id).until(until);
        free(id);
        restore(longer);
    }

    private Booking require(LightpathId id) {
        return Optional.ofNullable(bookings.get(id))
                .orElseThrow(() -> new GridException(
                        FailureCode.LIGHTPATH_UNKNOWN,
                        "Nothing is booked for lightpath " + id,
                        Map.of("lightpath", id.toString())));
    }

    private static void refuseUnless(boolean free, Booking booking, FailureCode code, String why) {
        if (!free) {
            throw new GridException(
                    code,
                    "Lightpath " + booking.id() + " cannot last longer than "
                            + booking.window().until() + ": " + why + " then",
                    Map.of("lightpath", booking.id().toString()));
        }
    }

    /** Frees everything that the lightpath has; does nothing if it has nothing. */
    public void free(LightpathId id) {
        Optional.ofNullable(bookings.remove(id)).ifPresent(booking -> apply(booking, -1));
    }

    /**
     * Keeps a booking until it is freed, however long: its elements could not be cleaned. A later booking that counted on its end
     * stays; the link's residual is zero where both together exceed it.
     */
    public void holdBeyondWindow(LightpathId id) {
        Booking booking = bookings.get(id);
        if (booking != null) {
            free(id);
            TimeWindow endless = new TimeWindow(booking.window().from(), Instant.MAX);
            restore(new Booking(id, booking.route(), booking.bandwidth(), endless));
        }
    }

    private void apply(Booking booking, int sign) {
        long amount = sign * booking.bandwidth().bitsPerSecond();
        for (Link link : linksOf(booking.route())) {
            links.computeIfAbsent(link, ignored -> new LoadProfile()).add(booking.window(), amount);
        }
        exclusivelyUsed(booking.route()).forEach(profile -> profile.add(booking.window(), sign));
    }

    private List<Link> linksOf(Route route) {
        List<Link> crossed = new ArrayList<>();
        for (Route.Hop hop : route.hops()) {
            topology.linkAt(hop.out()).ifPresent(crossed::add);
        }
        return crossed;
    }

    private List<LoadProfile> exclusivelyUsed(Route route) {
        List<LoadProfile> profiles = new ArrayList<>();
        for (PortId end : List.of(route.ends().a(), route.ends().b())) {
            profiles.add(clientPorts.computeIfAbsent(end, ignored -> new LoadProfile()));
        }
        for (Route.Hop hop : route.hops()) {
            LabelAt key = new LabelAt(hop.element(), route.label());
            profiles.add(labels.computeIfAbsent(key, ignored -> new LoadProfile()));
        }
        return profiles;
    }

    private static long peak(@Nullable LoadProfile profile, TimeWindow window) {
        return profile == null ? 0 : profile.peak(window);
    }

    private record LabelAt(String element, int label) {}
}
