package org.vmturntable.cli.grid;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A grid of three sites in memory; a migration goes through the states that were laid out for it, one a look. */
public final class FakeGrid implements Grid {
    public static final String VM = "6f0f0c52-2d3c-4e07-9f1c-1f5d0b8b0a01";
    public static final String MIGRATION = "0b9e2f6e-33b5-4c39-8a56-0a3c6b1f2d11";
    public static final String LIGHTPATH = "5f0c1a52-0e53-4d0e-a5a7-6fd1e3b6a8f4";
    public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    public final Deque<Object> looks = new ArrayDeque<>();
    public final Map<String, Failure> broken = new LinkedHashMap<>();
    public final List<String> asked = new ArrayList<>();
    public final List<MigrateOrder> orders = new ArrayList<>();
    public Optional<Failure> refusal = Optional.empty();
    public Optional<Reference> current = Optional.empty();
    public boolean closed;

    public static Reference reference(String site, String key) {
        return new Reference(site, URI.create("https://" + site + ":8443/x/" + key), key);
    }

    @Override
    public List<String> siteNames() {
        return List.of("amsterdam", "chicago", "sandiego");
    }

    @Override
    public Site site(String name) {
        if (broken.containsKey(name)) {
            throw new GridFailure(broken.get(name));
        }
        boolean home = name.equals("amsterdam");
        return new Site(
                name,
                Optional.of(new Site.Room(2L << 30, (2L << 30) - (home ? 200L << 20 : 0), 4, home ? 3 : 4)),
                home
                        ? List.of(new Site.VmEntry(VM, "turntable", "RUNNING", reference(name, VM)))
                        : name.equals("sandiego")
                                ? List.of(new Site.VmEntry(VM, "turntable", Vm.MOVED, reference(name, VM)))
                                : List.of(),
                home
                        ? List.of(new Site.MigrationEntry(
                                MIGRATION,
                                VM,
                                "amsterdam",
                                "sandiego",
                                MigrationState.COMPLETED,
                                reference(name, MIGRATION)))
                        : List.of(),
                name.equals("chicago")
                        ? List.of(new Site.LightpathEntry(
                                LIGHTPATH,
                                "PROVISIONED",
                                "amsterdam:client-1",
                                "sandiego:client-1",
                                900_000_000,
                                reference(name, LIGHTPATH)))
                        : List.of());
    }

    @Override
    public Vm vm(Reference vm) {
        return new Vm(
                VM,
                "turntable",
                "RUNNING",
                vm.site(),
                200L << 20,
                1,
                List.of("10.1.1.2"),
                List.of(new Vm.Disk("vda", 512L << 20, "c0ffee".repeat(10) + "2005", 3L << 20)),
                Optional.empty(),
                current,
                vm);
    }

    @Override
    public Migration migration(Reference migration) {
        asked.add("migration " + migration.key());
        Object next = looks.size() > 1 ? looks.pop() : looks.isEmpty() ? completed() : looks.peek();
        if (next instanceof Failure failure) {
            throw new GridFailure(failure);
        }
        return (Migration) next;
    }

    @Override
    public Lightpath lightpath(Reference lightpath) {
        return new Lightpath(
                LIGHTPATH,
                "PROVISIONED",
                "amsterdam:client-1",
                "sandiego:client-1",
                900_000_000,
                Optional.of(START),
                Optional.of(START.plusSeconds(600)),
                OptionalInt.of(107),
                List.of(
                        new Lightpath.Hop("amsterdam", "amsterdam:client-1", "amsterdam:line-1"),
                        new Lightpath.Hop("chicago", "chicago:line-1", "chicago:line-2"),
                        new Lightpath.Hop("sandiego", "sandiego:line-1", "sandiego:client-1")),
                lightpath);
    }

    @Override
    public Plan plan(Reference vm, MigrateOrder order) {
        refusal.ifPresent(failure -> {
            throw new GridFailure(failure);
        });
        orders.add(order);
        return new Plan(
                "PRECOPY_THEN_POSTCOPY",
                2,
                11_800,
                2_600,
                212_000_000,
                3_145_728,
                134,
                206,
                7,
                124_000,
                900_000_000,
                198_000,
                List.of(new Plan.Written(1_000, 1L << 20), new Plan.Written(3_000, 3L << 20)));
    }

    @Override
    public Reference migrate(Reference vm, MigrateOrder order) {
        refusal.ifPresent(failure -> {
            throw new GridFailure(failure);
        });
        orders.add(order);
        return reference(vm.site(), MIGRATION);
    }

    @Override
    public MigrationState cancel(Reference migration) {
        asked.add("cancel " + migration.key());
        return MigrationState.UNDOING;
    }

    @Override
    public MigrationState retry(Reference migration) {
        asked.add("retry " + migration.key());
        return MigrationState.SWITCHED_OVER;
    }

    @Override
    public void release(Reference lightpath) {
        asked.add("release " + lightpath.key());
    }

    @Override
    public void close() {
        closed = true;
    }

    public static Migration in(MigrationState state, int stepsEnded, CopyProgress progress) {
        List<Step> steps = new ArrayList<>();
        String[] names = {"ROOM_HELD", "AUTHORISED", "ARRIVAL_PREPARED", "COPYING", "TUNNEL_MOVED"};
        for (int i = 0; i <= Math.min(stepsEnded, names.length - 1); i++) {
            Instant began = START.plusMillis(i * 250L);
            Optional<Instant> end = i < stepsEnded ? Optional.of(began.plusMillis(200)) : Optional.empty();
            steps.add(new Step(names[i], began, end, i < stepsEnded ? "given " + i : "", Optional.empty()));
        }
        return new Migration(
                MIGRATION,
                VM,
                "amsterdam",
                "sandiego",
                state,
                steps,
                progress,
                Figures.NONE,
                Optional.empty(),
                Optional.empty(),
                reference("amsterdam", MIGRATION));
    }

    public static Migration completed() {
        Migration last = in(MigrationState.COMPLETED, 5, new CopyProgress("post-copy", 2, 61_500_000, 0, 98_000_000));
        return new Migration(
                last.id(),
                last.vmId(),
                last.from(),
                last.to(),
                last.state(),
                last.steps(),
                last.progress(),
                new Figures(
                        OptionalLong.of(198),
                        OptionalLong.of(900_000_000),
                        OptionalLong.of(7_400),
                        OptionalLong.of(612),
                        OptionalLong.of(580),
                        OptionalLong.of(700),
                        Optional.of("0123456789abcdef0123456789abcdef"),
                        Optional.of(LIGHTPATH),
                        OptionalInt.of(3)),
                last.failure(),
                last.advice(),
                last.reference());
    }

    private static Step inVain(Step step) {
        return new Step(
                step.name(),
                step.started(),
                Optional.of(step.started().plusMillis(100)),
                "",
                Optional.of(new Failure.Cause("PATH_LOST", "The path broke.")));
    }

    public static Migration failed(MigrationState end) {
        Migration base = in(end, 4, CopyProgress.NONE);
        return new Migration(
                base.id(),
                base.vmId(),
                base.from(),
                base.to(),
                end,
                Stream.concat(
                                base.steps().stream().limit(4),
                                Stream.of(inVain(base.steps().get(4))))
                        .toList(),
                base.progress(),
                base.figures(),
                Optional.of(new Failure(
                        FailureKind.EXTERNAL,
                        "PATH_LOST",
                        "The lightpath broke during the copy.",
                        true,
                        List.of(new Failure.Cause("ELEMENT_UNREACHABLE", "chicago does not answer SNMP.")))),
                Optional.of("Mend the lightpath.").filter(advice -> end == MigrationState.STRANDED),
                base.reference());
    }
}
