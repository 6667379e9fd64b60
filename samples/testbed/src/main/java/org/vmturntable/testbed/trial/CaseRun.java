package org.vmturntable.testbed.trial;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.grid.Vm;
import org.vmturntable.testbed.demo.probe.DiskHealth;
import org.vmturntable.testbed.demo.probe.EchoSession;
import org.vmturntable.testbed.guest.GuestService;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.watch.Blackout;

/** One case: a loaded guest moves, something fails, and afterwards everything is looked at. */
final class CaseRun {
    /** How long a cut lasts that is mended while the migration goes on. */
    private static final Duration CUT_LASTS = Duration.ofSeconds(4);

    private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);
    private static final Duration RESOLVED_WITHIN = Duration.ofMinutes(3);
    private static final Duration RELEASED_WITHIN = Duration.ofSeconds(60);
    private static final double NANOS_IN_MILLISECOND = 1e6;

    private final Scene scene;
    private final TrialCase trial;
    private final Vm vm;
    private final Site from;
    private final Site to;
    private final String definition;
    private final long flushed;
    private final Witness witness;
    private final Instant begin;
    private final List<String> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String firstEnd = "";
    private Optional<Site> place = Optional.empty();
    private Optional<Blackout> blackout = Optional.empty();
    private boolean crashed;

    private CaseRun(Scene scene, TrialCase trial, Vm vm, Site to, long flushed) {
        this.scene = scene;
        this.trial = trial;
        this.vm = vm;
        this.from = scene.site(vm.site());
        this.to = to;
        this.definition = scene.machine().definition(from);
        this.flushed = flushed;
        this.witness = new Witness(scene, from);
        this.begin = witness.begin();
    }

    /** Runs one from where the guest is to the topology's other end. */
    static CaseResult run(Scene scene, TrialCase trial) throws IOException, InterruptedException {
        Vm vm = scene.grid().machine();
        long flushed = scene.load().begin();
        return new CaseRun(scene, trial, vm, Ends.other(scene.testbed().topology(), vm.site()), flushed).run();
    }

    /** One that cannot be followed to its end tells what was found until then. */
    private CaseResult run() throws InterruptedException {
        try {
            follow();
            lookForRemains();
        } catch (HostException | GridFailure | IOException broken) {
            findings.add(CaseResult.NOT_FOLLOWED + ": " + broken.getMessage());
        }
        return result();
    }

    private void follow() throws IOException, InterruptedException {
        Blow blow = new Blows(scene.testbed(), from, to).of(trial.fault());
        try (EchoSession session = session();
                Moments moments =
                        new Moments(scene.testbed(), scene.grid().news(vm, from), scene.events(), from, to, begin)) {
            Reference migration = scene.grid().migrate(vm, to);
            strike(moments, blow);
            Migration end = scene.grid().await(migration, MigrationState::ended, ENDS_WITHIN);
            blow.mend();
            lookAtEnd(end);
            settle(end, migration);
            lookAtGuest(session);
            blackout = Blackout.of(scene.events().at(from), scene.events().at(to), begin);
        }
    }

    private EchoSession session() throws IOException {
        return EchoSession.open(
                new InetSocketAddress(
                        scene.testbed().topology().guest().address().text(), GuestService.ECHO_PORT),
                scene.clock());
    }

    private void strike(Moments moments, Blow blow) throws InterruptedException {
        if (!moments.await(trial.step())) {
            findings.add("the moment did not come: nothing was tried");
            return;
        }
        if (!blow.strike()) {
            findings.add("there was nothing to strike: nothing was tried");
        } else if (trial.fault().killsMachine()) {
            witness.died(trial.fault() == TrialFault.SOURCE_QEMU ? from : to);
        }
        if (trial.fault() != TrialFault.CUT_STAYS) {
            if (blow instanceof FibreCut) {
                Thread.sleep(CUT_LASTS.toMillis());
            }
            blow.mend();
        }
    }

    private void lookAtEnd(Migration end) {
        firstEnd = end.state().name();
        end.failure().ifPresent(failure -> notes.add(failure.sentence() + " [" + failure.code() + "]"));
        end.advice().ifPresent(notes::add);
        if (!end.state().ended()) {
            findings.add(
                    "the migration has not ended after " + ENDS_WITHIN.toSeconds() + " s, nor does it ask for help");
        }
        findings.addAll(Untold.of(end));
    }

    /** Whatever is not at its end yet is brought there, as an operator would: a dead guest first, then its migration. */
    private void settle(Migration end, Reference migration) throws InterruptedException {
        if (trial.fault().killsMachine()) {
            reviveIfDead(end);
        }
        Migration resolved = end;
        if (!isResolved(end.state())) {
            if (end.state() == MigrationState.STRANDED) {
                scene.grid().retry(migration);
            }
            resolved = scene.grid().await(migration, CaseRun::isResolved, RESOLVED_WITHIN);
        }
        if (!isResolved(resolved.state())) {
            findings.add("the migration stays " + resolved.state() + " though all is mended");
        }
        if (!crashed) {
            findings.addAll(witness.doubles());
        }
        locate(resolved);
    }

    private static boolean isResolved(MigrationState state) {
        return state == MigrationState.COMPLETED || state == MigrationState.ROLLED_BACK;
    }

    private void locate(Migration resolved) {
        List<Site> running = scene.machine().runningAt();
        place = running.stream().findFirst();
        if (running.size() != 1) {
            findings.add("the guest runs at " + running.size() + " sites: " + names(running) + "; at " + from.name()
                    + " it is '" + scene.machine().stateAt(from) + "', at " + to.name() + " '"
                    + scene.machine().stateAt(to) + "'");
            return;
        }
        Site told = resolved.state() == MigrationState.COMPLETED ? to : from;
        if (isResolved(resolved.state()) && !told.equals(running.get(0))) {
            findings.add("the migration is " + resolved.state() + ", and the guest runs at "
                    + running.get(0).name());
        }
    }

    private static String names(List<Site> sites) {
        return String.join(", ", sites.stream().map(site -> site.name().value()).toList());
    }

    /**
     * The guest's machine was killed: where the migration says that it is, or else where it ran last, it starts from its disk. One of
     * which a part has died with its source looks alive at its destination; the migration says that it is not.
     */
    private void reviveIfDead(Migration end) {
        if (!saysLost(end) && !scene.machine().runningAt().isEmpty()) {
            return;
        }
        findings.addAll(witness.doubles());
        crashed = true;
        Site where = switch (end.state()) {
            case COMPLETED -> to;
            case ROLLED_BACK -> from;
            default -> scene.events().at(to).firstResumed(begin).isPresent() ? to : from;
        };
        DiskHealth disk = scene.machine().startAgain(where, definition);
        if (scene.hasDisk() && !(disk.faithful() && disk.writes() >= flushed)) {
            findings.add("the disk at " + where.name() + " is not whole: " + disk.sentence() + "; " + disk.writes()
                    + " writes are there, " + flushed + " had been flushed");
        }
        scene.load().resume();
    }

    private void lookAtGuest(EchoSession session) throws InterruptedException {
        findings.addAll(scene.load().complaints());
        if (!crashed) {
            SessionCheck.complaint(session).ifPresent(findings::add);
        }
    }

    private static boolean saysLost(Migration end) {
        return end.state() == MigrationState.STRANDED
                && end.failure()
                        .filter(failure -> failure.code().equals("GUEST_LOST"))
                        .isPresent();
    }

    /** The next move is the proof that nothing of this one is in its way. */
    private void lookForRemains() throws InterruptedException {
        scene.grid().held(RELEASED_WITHIN).forEach(held -> findings.add("still held: " + held));
        Vm now = scene.grid().machine();
        Site next = Ends.other(scene.testbed().topology(), now.site());
        Reference migration = scene.grid().migrate(now, next);
        Migration end = scene.grid().await(migration, MigrationState::ended, ENDS_WITHIN);
        if (end.state() != MigrationState.COMPLETED) {
            findings.add(CaseResult.NEXT + ", to " + next.name() + ", is " + end.state()
                    + end.failure().map(failure -> ": " + failure.sentence()).orElse(""));
        }
        findings.addAll(scene.load().complaints());
    }

    private CaseResult result() {
        return new CaseResult(
                trial.step().toString(),
                trial.fault().toString(),
                from.name() + " -> " + to.name(),
                firstEnd,
                place.map(site -> site.name().value()).orElse(""),
                crashed,
                crashed ? null : blackoutMillis(),
                Duration.between(begin, scene.clock().instant()).toMillis() / 1e3,
                findings,
                notes);
    }

    private @Nullable Double blackoutMillis() {
        return blackout.map(there -> there.length().toNanos() / NANOS_IN_MILLISECOND)
                .orElse(null);
    }
}
