package org.vmturntable.testbed.bench.downtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.profile.ProfileFile;
import org.vmturntable.cli.soap.SoapGrid;
import org.vmturntable.testbed.bench.BenchOptions;
import org.vmturntable.testbed.bench.BenchTestbed;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.process.Rehearsal;
import org.vmturntable.testbed.watch.HypervisorEvents;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code turntable bench downtime}: how long guest and client stand still. The launcher runs it twice, where the testbed's clients
 * are: on a near network, which leaves its figures in a file, and on the far one, which judges and reports.
 */
@Command(
        name = "downtime",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how long a guest and its client stand still while it moves over 175 ms of ocean, by the turntable"
                    + " and by virsh migrate, by turns, on testbeds of its own.",
            "Exit code 0 only if every target is met."
        },
        footer = {
            "",
            "A turn is there and back, and each way is a run. On two cores a move takes about 15 s with all around it, a"
                    + " writing guest's by plain virsh up to two minutes. A guest with a disk is not moved non-live: that was not"
                    + " seen to end.",
            "In the file, predictedBoundMs and boundBroken are null for virsh, which promises nothing.",
            "",
            "Examples:",
            "  turntable bench downtime --runs 10 --json downtime.json",
            "  turntable bench downtime --guests idle --tools turntable,virsh --no-lan"
        })
public final class DowntimeBench implements Callable<Integer>, Rehearsal.Rehearsed {
    private static final EnumSet<Tool> ON_A_LAN = EnumSet.of(Tool.TURNTABLE, Tool.VIRSH);

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private BenchOptions options;

    @Option(
            names = "--guests",
            split = ",",
            paramLabel = "GUEST",
            defaultValue = "idle,writer,disk",
            description = "Which guests: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private List<GuestKind> guests = List.of();

    @Option(
            names = "--tools",
            split = ",",
            paramLabel = "TOOL",
            defaultValue = "turntable,virsh,virsh-tuned,non-live",
            description = "Which tools: ${COMPLETION-CANDIDATES} (default: all).")
    private List<Tool> tools = List.of();

    /** Read by the launcher. */
    @Option(names = "--no-lan", description = "Leave the near network out.")
    private boolean withoutLan;

    @Option(
            names = "--lan-into",
            hidden = true,
            description = "This is the near network: only measure, and write there.")
    private Optional<Path> lanInto = Optional.empty();

    @Option(names = "--append", hidden = true, description = "Keep what the file of --json has.")
    private boolean append;

    @Option(names = "--lan", hidden = true, description = "What the near network gave.")
    private Optional<Path> lan = Optional.empty();

    @Override
    public void rehearse() {
        options.requireWritable();
    }

    @Override
    public Integer call() throws Exception {
        options.requireWritable();
        Testbed testbed = BenchTestbed.ofThisHost();
        Cases cases = measure(testbed);
        DowntimeReport.table(cases).forEach(options::tell);
        DowntimeReport.speeds(cases).forEach(options::tell);
        if (lanInto.isPresent()) {
            new ObjectMapper().writeValue(lanInto.get().toFile(), document(cases, LanCases.none(), LanCases.none()));
            return CommandLine.ExitCode.OK;
        }
        return judge(cases, withoutLan || lan.isEmpty() ? LanCases.none() : LanCases.read(lan.get()));
    }

    private Cases measure(Testbed testbed) throws Exception {
        Clock clock = Clock.systemUTC();
        try (Grid grid = SoapGrid.open(ProfileFile.read(testbed.clientProfile()));
                HypervisorEvents events = HypervisorEvents.listen(testbed, clock);
                SerialConsoles consoles = SerialConsoles.watch(testbed, clock)) {
            Thread onInterrupt = new Thread(events::close, "end-of-events");
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            Turns turns = new Turns(
                    testbed,
                    new Movers(testbed, BenchTestbed.manager(testbed), grid, events),
                    new MoveMeasurement(testbed.topology(), events, consoles, clock),
                    options::tell);
            List<CaseFigures> all = new ArrayList<>();
            for (GuestKind guest : guestsHere(testbed)) {
                all.addAll(turns.of(guest, toolsFor(guest), options.runs()));
            }
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
            return new Cases(all);
        }
    }

    /** One testbed's guest has a disk, the other's none: a disk beside would cost the plain tools a mirror. */
    private List<GuestKind> guestsHere(Testbed testbed) {
        boolean disk = testbed.topology().guest().disk().isPresent();
        return guests.stream().filter(guest -> guest.hasDisk() == disk).toList();
    }

    private List<Tool> toolsFor(GuestKind guest) {
        return tools.stream()
                .filter(tool -> lanInto.isEmpty() || ON_A_LAN.contains(tool))
                .filter(tool -> tool.moves(guest))
                .toList();
    }

    private int judge(Cases cases, LanCases near) throws IOException {
        options.tell(DowntimeReport.in2005());
        DowntimeReport.farAgainstNear(cases, near).forEach(options::tell);
        Optional<Path> before = append ? options.written() : Optional.empty();
        LanCases earlier = before.isPresent() ? LanCases.read(before.get()) : LanCases.none();
        List<Target> targets = Targets.of(cases, near);
        options.tell(
                "Targets, by the medians (they are meant for ten runs or more; these are " + options.runs() + "):");
        targets.forEach(target -> options.tell(target.line()));
        options.write(document(cases, near, earlier));
        return BenchOptions.exitCode(targets.stream().allMatch(Target::met));
    }

    private static Map<String, ?> document(Cases cases, LanCases near, LanCases earlier) {
        List<Map<String, @Nullable Object>> all = Stream.of(
                        earlier.documents().stream(),
                        cases.all().stream().map(CaseFigures::document),
                        near.documents().stream())
                .flatMap(documents -> documents)
                .toList();
        return Map.of("cases", all);
    }
}
