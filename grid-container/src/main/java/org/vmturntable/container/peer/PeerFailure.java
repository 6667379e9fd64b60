package org.vmturntable.container.peer;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.soap.GridFault;
import org.vmturntable.traffic.site.HostingSites;

/** What a call to another container failed with, as a failure of ours. */
final class PeerFailure {
    /** With one of these the request was never sent. */
    private static final List<Class<? extends Throwable>> BEFORE_SENDING = List.of(
            ConnectException.class,
            HttpConnectTimeoutException.class,
            NoRouteToHostException.class,
            UnknownHostException.class,
            UnresolvedAddressException.class,
            SSLHandshakeException.class);

    private PeerFailure() {}

    static GridException of(SiteId site, Throwable thrown) {
        return GridFault.of(thrown).map(PeerFailure::answered).orElseGet(() -> unreachable(site, thrown));
    }

    /** What the peer itself said. */
    private static GridException answered(GridFault fault) {
        return new GridException(code(fault), fault.message(), fault.details());
    }

    private static FailureCode code(GridFault fault) {
        Optional<FailureCode> known = Arrays.stream(FailureCode.values())
                .filter(code -> code.name().equals(fault.code()))
                .findFirst();
        return known.orElseGet(() -> switch (fault.kind()) {
            case INVALID_REQUEST, OTHER -> FailureCode.REQUEST_MALFORMED;
            case NOT_AUTHORISED -> FailureCode.CALLER_NOT_PERMITTED;
            case UNKNOWN_RESOURCE -> FailureCode.RESOURCE_UNKNOWN;
            case BUSY -> FailureCode.STATE_FORBIDS;
            case NO_CAPACITY -> FailureCode.ROOM_EXHAUSTED;
            case EXTERNAL -> FailureCode.SITE_UNREACHABLE;
            case INTERNAL -> FailureCode.INVARIANT_BROKEN;
        });
    }

    private static GridException unreachable(SiteId site, Throwable thrown) {
        Map<String, String> details = new HashMap<>(Map.of("site", site.value()));
        if (neverSent(thrown)) {
            details.put(HostingSites.DELIVERED, "no");
        }
        return new GridException(
                FailureCode.SITE_UNREACHABLE, "The container of " + site + " does not answer", details, thrown);
    }

    private static boolean neverSent(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Throwable link = cause;
            if (BEFORE_SENDING.stream().anyMatch(type -> type.isInstance(link))) {
                return true;
            }
        }
        return false;
    }
}
