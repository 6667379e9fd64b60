package org.vmturntable.container.notification;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.vmturntable.container.config.Peer;
import org.vmturntable.container.config.SiteConfiguration;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * Where this site sends messages to: a subscriber names the address, and must not reach by it what it could not reach itself. Origins
 * that the site's file names are sent to as they are. Anything else must be https, and at an address that is neither this host's,
 * nor on its link, nor of the site's own devices; and not another container's port.
 *
 * <p>A name is looked up and checked again before each message. The Java platform remembers an answer for 30 s
 * (networkaddress.cache.ttl), so the connection goes to what was checked.
 */
public final class ConsumerRules {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Set<URI> allowed;
    private final Set<String> ownHosts;
    private final List<URI> containers;

    /** Looks a host's addresses up. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Predicate<InetAddress> onThisHost;

    public ConsumerRules(SiteConfiguration site) {
        this(
                site.consumers(),
                ownHosts(site),
                site.peers().stream().map(Peer::url).toList(),
                InetAddress::getAllByName,
                ConsumerRules::isOnThisHost);
    }

    ConsumerRules(
            Set<URI> allowed,
            Set<String> ownHosts,
            List<URI> containers,
            Resolver resolver,
            Predicate<InetAddress> onThisHost) {
        this.allowed = Set.copyOf(allowed);
        this.ownHosts = Set.copyOf(ownHosts);
        this.containers = List.copyOf(containers);
        this.resolver = resolver;
        this.onThisHost = onThisHost;
    }

    /** Whether an interface of this host has the address now; if that cannot be told, it is taken to be so. */
    static boolean isOnThisHost(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    private static Set<String> ownHosts(SiteConfiguration site) {
        Set<String> hosts = new HashSet<>(
                List.of(site.listen().address(), site.listen().url().getHost()));
        site.hosting().ifPresent(hosting -> {
            Optional.ofNullable(hosting.libvirt().getHost()).ifPresent(hosts::add);
            Optional.ofNullable(hosting.control().getHost()).ifPresent(hosts::add);
        });
        site.network()
                .ifPresent(network -> network.elements()
                        .forEach(element -> hosts.add(element.snmp().getHostString())));
        return hosts;
    }

    /** @throws GridException {@link FailureCode#CONSUMER_NOT_PERMITTED}; blocks while a name is looked up */
    void check(URI consumer) {
        if (consumer.getHost() == null || consumer.getRawUserInfo() != null) {
            throw refused(consumer, "it names no host, or more than that");
        }
        if (allowed.stream().anyMatch(origin -> covers(origin, consumer))) {
            return;
        }
        if (!"https".equalsIgnoreCase(consumer.getScheme())) {
            throw refused(consumer, "it is not https");
        }
        for (InetAddress address : addresses(consumer)) {
            if (isForbidden(address, port(consumer))) {
                throw refused(consumer, "this site sends nothing there");
            }
        }
    }

    private static boolean covers(URI origin, URI consumer) {
        return origin.getScheme().equalsIgnoreCase(consumer.getScheme())
                && origin.getHost().equalsIgnoreCase(consumer.getHost())
                && (origin.getPort() < 0 || port(origin) == port(consumer));
    }

    private List<InetAddress> addresses(URI consumer) {
        try {
            return Arrays.asList(resolver.addresses(consumer.getHost()));
        } catch (UnknownHostException unknown) {
            throw refused(consumer, "its host is not known");
        }
    }

    private boolean isForbidden(InetAddress address, int port) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || onThisHost.test(address)
                || ownHosts.stream().anyMatch(host -> resolved(host).contains(address))
                || containers.stream()
                        .anyMatch(url ->
                                port(url) == port && resolved(url.getHost()).contains(address));
    }

    /** What cannot be looked up is at no address that a consumer could have. */
    private List<InetAddress> resolved(String host) {
        try {
            return new ArrayList<>(Arrays.asList(resolver.addresses(host)));
        } catch (UnknownHostException nowhere) {
            return List.of();
        }
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "http".equalsIgnoreCase(address.getScheme()) ? HTTP : HTTPS;
    }

    private static GridException refused(URI consumer, String why) {
        return new GridException(
                FailureCode.CONSUMER_NOT_PERMITTED,
                "No messages are sent to " + consumer + ": " + why,
                Map.of("consumer", consumer.toString()));
    }
}
