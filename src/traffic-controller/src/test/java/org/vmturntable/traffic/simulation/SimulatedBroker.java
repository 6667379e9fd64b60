package org.vmturntable.traffic.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.authority.Grant;
import org.vmturntable.traffic.lightpath.LightpathBroker;
import org.vmturntable.traffic.lightpath.LightpathRequest;
import org.vmturntable.traffic.lightpath.PathQuestion;
import org.vmturntable.traffic.lightpath.ReservedLightpath;

/** Lightpaths in memory. */
public final class SimulatedBroker implements LightpathBroker {
    private final Map<MigrationId, ReservedLightpath> booked = new HashMap<>();
    private final Set<LightpathId> switched = new HashSet<>();
    private final Set<MigrationId> givenBack = new HashSet<>();
    private final Chaos chaos;
    private final Clock clock;
    private int reservations;
    private boolean keepsAll;
    private Duration roundTrip = Duration.ofMillis(198);
    private Optional<FailureCode> nextFails = Optional.empty();
    private Optional<FailureCode> extensionsFail = Optional.empty();

    public SimulatedBroker(Chaos chaos, Clock clock) {
        this.chaos = chaos;
        this.clock = clock;
    }

    public void failNext(FailureCode code) {
        nextFails = Optional.of(code);
    }

    /** From now on no lightpath is made to last longer, for this reason; or all are. */
    public void failExtensions(Optional<FailureCode> code) {
        extensionsFail = code;
    }

    /** A guest is on its way: no lightpath may have ended. */
    public void requireNoneEnded() {
        booked.values().stream().filter(this::hasEnded).findFirst().ifPresent(path -> {
            throw new AssertionError("The lightpath ended at " + path.until() + " under a guest on its way");
        });
    }

    /** True if a lightpath is switched that has not ended. */
    public boolean carries() {
        return booked.values().stream().anyMatch(path -> switched.contains(path.id()) && !hasEnded(path));
    }

    private boolean hasEnded(ReservedLightpath path) {
        return !path.until().isAfter(clock.instant());
    }

    /** From now on no lightpath can be released, as when an element falls silent. */
    public void keepAll(boolean keep) {
        keepsAll = keep;
    }

    /** Lightpaths that are booked or switched now. */
    public Set<LightpathId> held() {
        Set<LightpathId> held = new HashSet<>(switched);
        booked.values().forEach(path -> held.add(path.id()));
        return held;
    }

    /** How long a round trip takes over what is surveyed and booked from now on. */
    public void stretchTo(Duration given) {
        roundTrip = given;
    }

    @Override
    public Duration survey(PathQuestion question) {
        return chaos.remote("survey", () -> {
            refuseIfAsked();
            return roundTrip;
        });
    }

    @Override
    public ReservedLightpath reserve(MigrationId migration, Grant grant, LightpathRequest request) {
        return chaos.remote("reserve", () -> {
            refuseIfAsked();
            if (givenBack.contains(migration)) {
                throw new GridException(FailureCode.STATE_FORBIDS, "Given back already");
            }
            if (request.window().until().isAfter(grant.expires())) {
                throw new GridException(FailureCode.TOKEN_FOR_SOMETHING_ELSE, "The token ends before the window");
            }
            Optional.ofNullable(booked.get(migration)).filter(this::hasEnded).ifPresent(ended -> {
                switched.remove(ended.id());
                booked.remove(migration);
            });
            return booked.computeIfAbsent(
                    migration,
                    id -> new ReservedLightpath(
                            new LightpathId(new UUID(2005, ++reservations)),
                            List.of(request.from(), request.to()),
                            request.bandwidth(),
                            roundTrip,
                            request.window().until()));
        });
    }

    @Override
    public int provision(LightpathId lightpath) {
        return chaos.remote("provision", () -> {
            refuseIfAsked();
            if (booked.values().stream().noneMatch(path -> path.id().equals(lightpath))) {
                throw new GridException(FailureCode.LIGHTPATH_UNKNOWN, "No such lightpath");
            }
            switched.add(lightpath);
            return 3;
        });
    }

    @Override
    public Instant extend(LightpathId lightpath, Grant grant, Instant until) {
        return chaos.remote("extend lightpath", () -> {
            extensionsFail.ifPresent(code -> {
                throw new GridException(code, "Another has booked that time");
            });
            MigrationId migration = booked.entrySet().stream()
                    .filter(entry -> entry.getValue().id().equals(lightpath) && !hasEnded(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> new GridException(FailureCode.STATE_FORBIDS, "It has ended"));
            return booked.computeIfPresent(
                            migration, (id, path) -> path.until().isBefore(until) ? path.withEnd(until) : path)
                    .until();
        });
    }

    @Override
    public void releaseAllOf(MigrationId migration) {
        chaos.remote("release", () -> {
            requireWilling();
            giveBack(migration);
            return true;
        });
    }

    private void requireWilling() {
        if (keepsAll) {
            throw new GridException(FailureCode.ELEMENT_UNREACHABLE, "As the test wants it");
        }
    }

    private void giveBack(MigrationId migration) {
        givenBack.add(migration);
        ReservedLightpath path = booked.remove(migration);
        if (path != null) {
            switched.remove(path.id());
        }
    }

    private void refuseIfAsked() {
        Optional<FailureCode> failure = nextFails;
        nextFails = Optional.empty();
        failure.ifPresent(code -> {
            throw new GridException(code, "As the test wants it");
        });
    }
}
