package org.vmturntable.traffic.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.authority.Grant;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.lightpath.ReservedLightpath;
import org.vmturntable.traffic.plan.Blackout;
import org.vmturntable.traffic.plan.MigrationPlan;
import org.vmturntable.traffic.site.Arrival;
import org.vmturntable.traffic.site.Landing;
import org.vmturntable.traffic.site.Room;

/**
 * One migration as it stands. Immutable: each signal yields the next saga, with no input or output; a signal that
 * {@link MigrationMoves#TABLE} does not know in this state is refused with {@code STATE_FORBIDS}.
 *
 * @param revision counts the signals so far; the journal refuses a saga that is not the next one
 * @param since when it came into its state
 */
public record MigrationSaga(
        MigrationOrder order,
        long revision,
        MigrationState state,
        Instant since,
        Possessions possessions,
        History history,
        Figures figures) {

    /** A migration that was asked for. The room counts as held from here on, since the answer to the request may be lost. */
    public static MigrationSaga requested(MigrationOrder order) {
        return new MigrationSaga(
                order,
                0,
                MigrationMoves.TABLE.start(),
                order.asked(),
                Possessions.NOTHING.perhaps(Holding.ROOM),
                History.NONE,
                Figures.NONE.predicting(order.planned().plan().map(MigrationPlan::blackout)));
    }

    public MigrationId id() {
        return order.id();
    }

    public VmId vm() {
        return order.vm();
    }

    public boolean isFinal() {
        return state.isFinal();
    }

    /** What may still be held, in the order in which it was taken; empty after {@code COMPLETED} and {@code ROLLED_BACK}. */
    public Set<Holding> held() {
        return possessions.held();
    }

    /** Why it turned back, or why it is stranded; empty while it goes well. */
    public Optional<Failure> failure() {
        return history.failure()
                .or(() -> history.stranding()
                        .filter(s -> state == MigrationState.STRANDED)
                        .map(Stranding::reason));
    }

    /** What a person can do about it; empty unless it is stranded. */
    public Optional<String> advice() {
        return history.stranding().filter(s -> state == MigrationState.STRANDED).map(Stranding::advice);
    }

    /** From the request to the end; empty while it goes on. */
    public Optional<Duration> total() {
        return isFinal() ? Optional.of(Duration.between(order.asked(), since)) : Optional.empty();
    }

    /** As the topology states it; empty if it does not, and before the lightpath is booked. */
    public Optional<Duration> roundTrip() {
        return possessions.lightpath().map(ReservedLightpath::roundTrip).filter(stated -> !stated.isZero());
    }

    MigrationSaga roomGiven(Timed<Room> room) {
        return on(MigrationSignal.ROOM_GIVEN, room.ended())
                .with(possessions.with(room.value()).perhaps(Holding.TOKEN))
                .did(room.of(
                        Step.HOLD_ROOM,
                        Map.of(
                                "port", room.value().port().toString(),
                                "until", room.value().until().toString())));
    }

    MigrationSaga tokenGranted(Timed<Grant> grant) {
        return on(MigrationSignal.TOKEN_GRANTED, grant.ended())
                .with(possessions.with(grant.value().id()).perhaps(Holding.LIGHTPATH))
                .did(grant.of(
                        Step.AUTHORISE,
                        Map.of(
                                "token", grant.value().id().toString(),
                                "expires", grant.value().expires().toString())));
    }

    /** @param predicted over the path that was booked; empty if it cannot be told */
    MigrationSaga pathBooked(Timed<ReservedLightpath> booked, Optional<Blackout> predicted) {
        ReservedLightpath path = booked.value();
        String hops = path.hops().stream().map(PortId::toString).collect(Collectors.joining(" "));
        return on(MigrationSignal.PATH_BOOKED, booked.ended())
                .with(possessions.with(path))
                .with(figures.predicting(predicted))
                .did(booked.of(
                        Step.RESERVE_LIGHTPATH,
                        Map.of(
                                "lightpath", path.id().toString(),
                                "hops", hops,
                                "bandwidth", path.bandwidth().toString(),
                                "roundTripMs", Long.toString(path.roundTrip().toMillis()))));
    }

    MigrationSaga elementsSwitched(Timed<Integer> elements) {
        return on(MigrationSignal.ELEMENTS_SWITCHED, elements.ended())
                .with(possessions.switched(elements.value()))
                .did(elements.of(Step.SWITCH_ELEMENTS, Map.of("elements", Integer.toString(elements.value()))));
    }

    MigrationSaga arrivalReady(Timed<Landing> landing) {
        return on(MigrationSignal.ARRIVAL_READY, landing.ended())
                .with(possessions.with(landing.value()))
                .did(landing.of(
                        Step.PREPARE_ARRIVAL,
                        Map.of("stream", landing.value().stream().toString())));
    }

    MigrationSaga copyBegun(Instant at) {
        return on(MigrationSignal.COPY_BEGUN, at).with(possessions.perhaps(Holding.TUNNEL));
    }

    /** What a copy needs lasts longer; of a copy that has ended meanwhile nobody needs to know. */
    MigrationSaga leaseExtended(Timed<LeaseEnds> ends) {
        if (state != MigrationState.COPYING) {
            return this;
        }
        MigrationSaga extended = on(MigrationSignal.LEASE_EXTENDED, ends.ended())
                .with(ends.value().of(possessions));
        String until = extended.possessions.leaseEnd().map(Instant::toString).orElseThrow();
        return extended.did(ends.of(Step.EXTEND_LEASE, Map.of("until", until)));
    }

    /** Nothing lasts longer, or is to be had anew. Says it once, however often the same is refused for the same reason. */
    MigrationSaga extensionRefused(StepRecord inVain) {
        if (state != MigrationState.COPYING
                || history.lastFailure(inVain.step()).equals(inVain.failure())) {
            return this;
        }
        return on(MigrationSignal.EXTENSION_REFUSED, inVain.ended()).did(inVain);
    }

    /** Writes down that the traffic went both ways; to be followed by a signal: this alone is no revision. */
    MigrationSaga trafficBicast(Timed<Long> epoch) {
        return did(epoch.of(Step.BICAST_TRAFFIC, Map.of("epoch", Long.toString(epoch.value()))));
    }

    MigrationSaga guestArrived(Timed<MoveOutcome> outcome) {
        MoveOutcome move = outcome.value();
        return on(MigrationSignal.GUEST_ARRIVED, outcome.ended())
                // where the guest runs, its traffic is no longer to be given back
                .with(possessions.without(Holding.TUNNEL))
                .with(figures.left(move.moved(), move.stopped()))
                .did(outcome.of(
                        Step.MOVE_GUEST,
                        Map.of(
                                "bytes",
                                Long.toString(move.moved().value()),
                                "switchover",
                                move.switchover().way() + " ("
                                        + move.switchover().reason() + ")")));
    }

    MigrationSaga trafficMoved(Timed<Long> epoch) {
        return on(MigrationSignal.TRAFFIC_MOVED, epoch.ended())
                .did(epoch.of(Step.MOVE_TUNNEL, Map.of("epoch", Long.toString(epoch.value()))));
    }

    MigrationSaga guestSettled(Timed<Arrival> arrival) {
        return on(MigrationSignal.GUEST_SETTLED, arrival.ended())
                .with(possessions.without(Holding.ROOM))
                .with(figures.arrived(arrival.value().resumed()))
                .did(arrival.of(Step.SETTLE_GUEST, Map.of()));
    }

    MigrationSaga released(Timed<Holding> holding) {
        return on(MigrationSignal.HOLDING_RELEASED, holding.ended())
                .with(possessions.without(holding.value()))
                .did(holding.of(stepThatReleases(holding.value()), Map.of()));
    }

    MigrationSaga completed(Instant at) {
        return on(MigrationSignal.ALL_RELEASED, at);
    }

    MigrationSaga askedToCancel(Instant at) {
        return on(MigrationSignal.CANCEL_ASKED, at).with(history.withCancel());
    }

    /** Turns back. */
    MigrationSaga failed(Failure cause, Instant at) {
        return on(MigrationSignal.STEP_FAILED, at).with(history.turnedBackFor(cause));
    }

    /** Writes down that a step was tried in vain; the state stays. To be followed by a signal: this alone is no revision. */
    MigrationSaga tried(StepRecord inVain) {
        return did(inVain);
    }

    /** Writes down that the answer was a clear no: nothing is held of this. To be followed by a signal. */
    MigrationSaga certainlyWithout(Holding holding) {
        return with(possessions.without(holding));
    }

    MigrationSaga undone(Instant at) {
        return on(MigrationSignal.UNDONE, at);
    }

    MigrationSaga gaveUp(Failure reason, String advice, Instant at) {
        return on(MigrationSignal.GAVE_UP, at).with(history.with(new Stranding(state, reason, advice)));
    }

    /** Takes a stranded migration up where it was given up. */
    MigrationSaga again(Instant at) {
        MigrationState givenUpIn = history.stranding().map(Stranding::in).orElse(MigrationState.UNDOING);
        return on(MigrationMoves.again(givenUpIn), at);
    }

    private MigrationSaga on(MigrationSignal signal, Instant at) {
        MigrationState next = MigrationMoves.TABLE.move(state, signal);
        return new MigrationSaga(
                order,
                revision + 1,
                next,
                next == state || at.isBefore(since) ? since : at,
                possessions,
                history,
                figures);
    }

    private MigrationSaga did(StepRecord step) {
        return with(history.with(step));
    }

    private MigrationSaga with(Possessions now) {
        return new MigrationSaga(order, revision, state, since, now, history, figures);
    }

    private MigrationSaga with(History now) {
        return new MigrationSaga(order, revision, state, since, possessions, now, figures);
    }

    private MigrationSaga with(Figures now) {
        return new MigrationSaga(order, revision, state, since, possessions, history, now);
    }

    private static Step stepThatReleases(Holding holding) {
        return switch (holding) {
            case ROOM -> Step.GIVE_BACK_ROOM;
            case TOKEN -> Step.REVOKE_TOKEN;
            case LIGHTPATH -> Step.RELEASE_LIGHTPATH;
            case TUNNEL -> Step.LEAD_TRAFFIC_BACK;
        };
    }

    /** The steps that were done or tried, in the order of {@link History#steps}. */
    public List<StepRecord> steps() {
        return history.steps();
    }
}
