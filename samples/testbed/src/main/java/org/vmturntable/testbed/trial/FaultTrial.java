package org.vmturntable.testbed.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.process.Rehearsal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code turntable trial faults}: runs where the clients of a testbed are, which the launcher puts up. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = {
            "Lets something fail at each step of a migration, and looks if the guest runs once and only once, is whole, and"
                    + " nothing stays held; on a testbed of its own, whose guest has a disk.",
            "After each case the guest moves once more, and the next case begins where it is then. Exit code 0 only if all held."
        },
        footer = {
            "",
            "A case takes about a minute, all of them some hours. Logs of each finding are kept in target/logs/trial.",
            "",
            "Examples:",
            "  turntable trial faults --json faults.json",
            "  turntable trial faults --steps stopped,resumed --faults cut,source-gate",
            "  turntable trial faults --pick 3 --seed 42"
        })
final class FaultTrial implements Callable<Integer>, Rehearsal.Rehearsed {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private TrialOptions options;

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "STEP",
            description = "When: ${COMPLETION-CANDIDATES} (default: all).")
    private List<TrialStep> steps = List.copyOf(EnumSet.allOf(TrialStep.class));

    @Option(
            names = "--faults",
            split = ",",
            paramLabel = "FAULT",
            description = "What: ${COMPLETION-CANDIDATES} (default: all).")
    private List<TrialFault> faults = List.copyOf(EnumSet.allOf(TrialFault.class));

    @Option(names = "--pick", paramLabel = "COUNT", description = "Only so many of them, by lot.")
    private Optional<Integer> pick = Optional.empty();

    @Option(names = "--seed", paramLabel = "NUMBER", description = "For the lot; printed in any case.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--progress",
            hidden = true,
            description = "Keeps results and seed, and what has been tried before.")
    private Optional<Path> progress = Optional.empty();

    private final Clock clock = Clock.systemUTC();

    @Override
    public void rehearse() {
        options.requireFiles();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.requireFiles();
        Testbed testbed = options.testbed();
        TrialLog log = new TrialLog(progress);
        List<TrialCase> cases = cases(testbed, log);
        try (Scene scene = Scene.open(testbed, clock)) {
            Thread onInterrupt = new Thread(scene::close, "end-of-trial");
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            boolean spent = !run(scene, cases, log);
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
            return spent ? TrialOptions.TESTBED_SPENT : judge(log);
        }
    }

    private List<TrialCase> cases(Testbed testbed, TrialLog log) throws IOException {
        List<TrialCase> all =
                TrialCase.of(steps, faults, testbed.topology().guest().disk().isPresent());
        if (pick.isEmpty()) {
            return all;
        }
        long lot = log.seed(seed.orElseGet(clock::millis));
        options.tell("Seed " + lot + " picks " + pick.get() + " of " + all.size() + " cases.");
        return TrialCase.pick(all, pick.get(), new Random(lot));
    }

    /** False if the testbed is spent before all have been tried. */
    private boolean run(Scene scene, List<TrialCase> cases, TrialLog log) throws IOException, InterruptedException {
        options.tell(FaultReport.heading());
        for (TrialCase trial : cases) {
            if (!log.has(trial)) {
                Attempt attempt = Attempt.of(scene, trial);
                log.add(attempt.result());
                options.tell(FaultReport.line(attempt.result()));
                if (!attempt.result().held()) {
                    keep(scene.testbed(), attempt.result());
                }
                if (attempt.spent()) {
                    return !anyLeft(cases, log);
                }
            }
        }
        return true;
    }

    private static boolean anyLeft(List<TrialCase> cases, TrialLog log) {
        return cases.stream().anyMatch(trial -> !log.has(trial));
    }

    private void keep(Testbed testbed, CaseResult result) throws IOException {
        Path kept = new Evidence(testbed.home().resolve("target/logs/trial")).keep(testbed, result);
        options.tell("    logs: " + kept);
        result.notes().forEach(note -> options.tell("    " + note));
    }

    private int judge(TrialLog log) throws IOException {
        FaultReport.lines(log.results()).forEach(options::tell);
        boolean held = log.results().stream().allMatch(CaseResult::held);
        options.write(Map.of("cases", log.results(), "allHeld", held));
        return held ? CommandLine.ExitCode.OK : TrialOptions.NOT_HELD;
    }

    /**
     * A case that was tried.
     *
     * @param spent nothing further can be tried on this testbed
     */
    private record Attempt(CaseResult result, boolean spent) {
        static Attempt of(Scene scene, TrialCase trial) throws IOException, InterruptedException {
            try {
                CaseResult result = CaseRun.run(scene, trial);
                return new Attempt(result, !result.canGoOn());
            } catch (HostException | GridFailure | IOException broken) {
                return new Attempt(CaseResult.broken(trial, String.valueOf(broken.getMessage())), true);
            }
        }
    }
}
