package org.vmturntable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmturntable.cli.grid.CopyProgress;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.FakeGrid;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.show.Terminal;
import org.vmturntable.cli.verb.Desk;

class TurntableTest {
    private final FakeGrid grid = new FakeGrid();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
        return new Turntable(new Desk(profile -> grid, terminal, Clock.systemUTC(), time -> {})).run(arguments);
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void listsAMachineOnceThoughTheSiteItLeftStillNamesIt() throws Exception {
        assertThat(run("vm", "list", "--json")).isZero();
        assertThat(json().get("vms")).hasSize(1);
        assertThat(json().get("vms").get(0).get("site").asText()).isEqualTo("amsterdam");
        assertThat(json().get("silentSites")).isEmpty();
        assertThat(grid.closed).isTrue();
    }

    @Test
    void alignsTheColumnsOfATable() {
        assertThat(run("vm", "list")).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0)).startsWith("NAME       STATE    SITE");
        assertThat(lines.get(1)).startsWith("turntable  running  amsterdam  200.0 MiB");
    }

    @Test
    void saysWhatOtherSitesHaveWhenOneIsSilent() throws Exception {
        grid.broken.put("chicago", Failure.of(FailureKind.UNREACHABLE, "SITE_UNREACHABLE", "chicago does not answer."));
        assertThat(run("vm", "list", "--json")).isEqualTo(5);
        assertThat(json().get("vms")).hasSize(1);
        assertThat(json().at("/silentSites/chicago/code").asText()).isEqualTo("SITE_UNREACHABLE");
    }

    @Test
    void findsAMachineByNameAndByIdInAnyCase() {
        assertThat(run("vm", "show", "turntable")).isZero();
        assertThat(run("vm", "show", FakeGrid.VM.toUpperCase(java.util.Locale.ROOT)))
                .isZero();
        assertThat(out.toString()).contains("machine     turntable");
    }

    @Test
    void saysThatNoSiteKnowsTheMachine() {
        assertThat(run("vm", "show", "nobody")).isEqualTo(3);
        assertThat(err.toString()).startsWith("No site knows a virtual machine nobody. [VM_UNKNOWN]");
        assertThat(err.toString()).contains("turntable vm list").doesNotContain("\tat ");
    }

    @Test
    void doesNotClaimThatAMachineIsUnknownWhileASiteIsSilent() {
        grid.broken.put("chicago", Failure.of(FailureKind.UNREACHABLE, "SITE_UNREACHABLE", "chicago does not answer."));
        assertThat(run("vm", "show", "nobody")).isEqualTo(5);
        assertThat(err.toString()).contains("chicago did not answer");
    }

    @Test
    void tellsTheStepsAsTheyEndAndTheOutcome() {
        grid.looks.add(FakeGrid.in(MigrationState.ROOM_HELD, 1, CopyProgress.NONE));
        grid.looks.add(FakeGrid.in(
                MigrationState.COPYING, 3, new CopyProgress("PRE_COPY", 1, 30_000_000, 90_000_000, 97_000_000)));
        grid.looks.add(FakeGrid.completed());
        assertThat(run("vm", "migrate", "turntable", "--to", "sandiego")).isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "0.200 s  room held        given 0",
                        "arrival prepared given 2",
                        "[########......................] pre copy   pass 1  30.0 MB of 120.0 MB  97.0 MB/s",
                        "tunnel moved     given 4",
                        "is complete: blackout 612 ms, in all 7400 ms, 61.5 MB moved.");
    }

    @Test
    void passesTheOrderOnAsItWasGiven() {
        run("vm", "migrate", "turntable", "--to", "sandiego", "--bandwidth", "900M", "--request-id", "r-1");
        assertThat(grid.orders).singleElement().satisfies(order -> {
            assertThat(order.destination()).isEqualTo("sandiego");
            assertThat(order.bandwidth()).isEqualTo(OptionalLong.of(900_000_000L));
            assertThat(order.requestId()).isEqualTo(Optional.of("r-1"));
        });
    }

    @Test
    void doesNotWaitWhenToldSo() throws Exception {
        grid.looks.add(FakeGrid.in(MigrationState.REQUESTED, 0, CopyProgress.NONE));
        assertThat(run("vm", "migrate", "turntable", "--to", "sandiego", "--no-wait", "--json"))
                .isZero();
        assertThat(json().get("state").asText()).isEqualTo("REQUESTED");
        assertThat(grid.asked).containsExactly("migration " + FakeGrid.MIGRATION);
    }

    @Test
    void printsOneDocumentAtTheEndOfAMigrationInJson() throws Exception {
        grid.looks.add(FakeGrid.in(MigrationState.COPYING, 3, CopyProgress.NONE));
        grid.looks.add(FakeGrid.completed());
        assertThat(run("vm", "migrate", "turntable", "--to", "sandiego", "--json"))
                .isZero();
        assertThat(json().get("blackoutMs").asLong()).isEqualTo(612);
        assertThat(json().fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "vm",
                        "from",
                        "to",
                        "state",
                        "phase",
                        "pass",
                        "bytesMoved",
                        "bytesRemaining",
                        "bytesPerSecond",
                        "rttMs",
                        "bandwidthBps",
                        "totalMs",
                        "blackoutMs",
                        "predictedBlackoutMs",
                        "blackoutBoundMs",
                        "tokenId",
                        "lightpathId",
                        "elementsSwitched",
                        "steps",
                        "failure",
                        "advice");
    }

    @ParameterizedTest
    @CsvSource({"ROLLED_BACK,1", "STRANDED,9"})
    void aMigrationThatDidNotArriveHasItsOwnExitCodeAndItsCause(MigrationState end, int code) {
        grid.looks.add(FakeGrid.failed(end));
        assertThat(run("vm", "migrate", "turntable", "--to", "sandiego")).isEqualTo(code);
        assertThat(err.toString())
                .contains(
                        "The lightpath broke during the copy. [PATH_LOST]",
                        "because: chicago does not answer SNMP. [ELEMENT_UNREACHABLE]");
        assertThat(err.toString().contains("Mend the lightpath.")).isEqualTo(end == MigrationState.STRANDED);
    }

    @Test
    void saysOfAStepWhyItWasTriedInVain() throws Exception {
        grid.looks.add(FakeGrid.failed(MigrationState.STRANDED));
        assertThat(run("migration", "show", FakeGrid.MIGRATION)).isZero();
        assertThat(out.toString())
                .contains("The path broke. [PATH_LOST]", "given 0")
                .contains("Mend the lightpath.");
        out.getBuffer().setLength(0);
        assertThat(run("migration", "show", FakeGrid.MIGRATION, "--json")).isZero();
        JsonNode steps = json().get("steps");
        assertThat(steps.get(0).get("failure").isNull()).isTrue();
        assertThat(steps.get(4).get("failure").get("code").asText()).isEqualTo("PATH_LOST");
        assertThat(steps.get(4).get("failure").get("sentence").asText()).isEqualTo("The path broke.");
        assertThat(json().get("advice").asText()).isEqualTo("Mend the lightpath.");
    }

    @Test
    void watchesLineByLineInJson() {
        grid.current = Optional.of(FakeGrid.reference("amsterdam", FakeGrid.MIGRATION));
        grid.looks.add(FakeGrid.in(MigrationState.COPYING, 3, CopyProgress.NONE));
        grid.looks.add(FakeGrid.completed());
        assertThat(run("vm", "watch", "turntable", "--json")).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"id\":"));
    }

    @Test
    void hasNothingToWatchWhenNothingMoves() {
        assertThat(run("vm", "watch", "turntable")).isEqualTo(3);
        assertThat(err.toString()).contains("no migration is under way");
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST,2",
        "UNKNOWN_RESOURCE,3",
        "NOT_AUTHORISED,4",
        "UNREACHABLE,5",
        "BUSY,6",
        "NO_CAPACITY,6",
        "EXTERNAL,7",
        "INTERNAL,8"
    })
    void eachKindOfRefusalHasItsExitCode(FailureKind kind, int code) {
        grid.refusal = Optional.of(Failure.of(kind, "SOME_CODE", "It was refused."));
        assertThat(run("vm", "migrate", "turntable", "--to", "sandiego")).isEqualTo(code);
        assertThat(err.toString().lines().findFirst()).contains("It was refused. [SOME_CODE]");
        assertThat(err.toString().lines().count())
                .as("a sentence and the way out")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void everyKindOfFailureHasAnExitCodeThatIsNotSuccess(FailureKind kind) {
        assertThat(ExitCode.of(kind)).isNotEqualTo(ExitCode.OK);
    }

    @Test
    void refusalsAreDocumentsInJson() throws Exception {
        grid.refusal = Optional.of(Failure.of(FailureKind.BUSY, "VM_ALREADY_MIGRATING", "It is on its way."));
        assertThat(run("vm", "migrate", "turntable", "--to", "sandiego", "--json"))
                .isEqualTo(6);
        JsonNode error = new ObjectMapper().readTree(err.toString()).get("error");
        assertThat(error.get("code").asText()).isEqualTo("VM_ALREADY_MIGRATING");
        assertThat(error.fieldNames()).toIterable().containsExactly("kind", "code", "sentence", "retryHelps", "causes");
    }

    @Test
    void saysWhatAMigrationWouldCost() throws Exception {
        assertThat(run("vm", "plan", "turntable", "--to", "sandiego", "--max-blackout", "250"))
                .isZero();
        assertThat(out.toString())
                .contains("machine    turntable, amsterdam to sandiego")
                .contains("blackout   134 ms; at most 206 ms")
                .contains("writes     1.0 MB in 1.000 s, 3.1 MB in 3.000 s");
        assertThat(grid.orders.get(0).maxBlackoutMillis()).isEqualTo(OptionalLong.of(250));
    }

    @Test
    void aPlanIsADocumentInJson() throws Exception {
        assertThat(run("vm", "plan", "turntable", "--to", "sandiego", "--json")).isZero();
        assertThat(json().get("blackoutBoundMs").asLong()).isEqualTo(206);
        assertThat(json().at("/written/1/withinMs").asLong()).isEqualTo(3_000);
    }

    @Test
    void aBoundThatCannotBeKeptHasTheExitCodeOfLackingCapacity() {
        grid.refusal = Optional.of(Failure.of(FailureKind.NO_CAPACITY, "BOUND_IMPOSSIBLE", "It is impossible."));
        assertThat(run("vm", "plan", "turntable", "--to", "sandiego", "--max-blackout", "1"))
                .isEqualTo(6);
        assertThat(err.toString()).startsWith("It is impossible. [BOUND_IMPOSSIBLE]");
    }

    @Test
    void asksForTheBoundOfAMigration() {
        assertThat(run("vm", "migrate", "turntable", "--to", "sandiego", "--max-blackout", "250", "--no-wait"))
                .isZero();
        assertThat(grid.orders.get(0).maxBlackoutMillis()).isEqualTo(OptionalLong.of(250));
    }

    @Test
    void showsAndReleasesALightpath() throws Exception {
        assertThat(run("lightpath", "show", FakeGrid.LIGHTPATH)).isZero();
        assertThat(out.toString()).contains("elements   amsterdam - chicago - sandiego", "VLAN       107");
        assertThat(run("lightpath", "release", FakeGrid.LIGHTPATH)).isZero();
        assertThat(grid.asked).contains("release " + FakeGrid.LIGHTPATH);
    }

    @Test
    void listsLightpathsAndSites() {
        assertThat(run("lightpath", "list")).isZero();
        assertThat(out.toString()).contains("provisioned", "900 Mbit/s");
        assertThat(run("site", "list")).isZero();
        assertThat(out.toString()).contains("1848.0 MiB of 2048.0 MiB", "3 of 4");
    }

    @Test
    void showsAndCancelsAMigration() {
        assertThat(run("migration", "show", FakeGrid.MIGRATION)).isZero();
        assertThat(out.toString())
                .contains("blackout   612 ms; predicted 580 ms, at most 700 ms", "token      0123456789abcdef");
        assertThat(run("migration", "cancel", FakeGrid.MIGRATION)).isZero();
        assertThat(grid.asked).contains("cancel " + FakeGrid.MIGRATION);
        assertThat(out.toString()).contains("it is now undoing");
    }

    @Test
    void takesAStrandedMigrationUpAgain() throws Exception {
        assertThat(run("migration", "retry", FakeGrid.MIGRATION, "--json")).isZero();
        assertThat(grid.asked).contains("retry " + FakeGrid.MIGRATION);
        assertThat(json().get("state").asText()).isEqualTo("SWITCHED_OVER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vm migrate turntable",
                "vm migrate turntable --to sandiego --bandwidth fast",
                "vm plan turntable --to sandiego --max-blackout soon",
                "vm",
                "lightpath show",
                "vm fly",
                "--nothing"
            })
    void wrongCommandsGetASentenceAndTheWayToHelp(String command) {
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("--help").doesNotContain("\tat ");
        assertThat(grid.orders).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vm list",
                "vm show",
                "vm plan",
                "vm migrate",
                "vm watch",
                "lightpath list",
                "lightpath show",
                "lightpath release",
                "site list",
                "migration show",
                "migration cancel",
                "migration retry"
            })
    void helpOfEveryVerbHasAnExampleAndTheExitCodes(String verb) {
        assertThat(run((verb + " --help").split(" "))).isZero();
        assertThat(out.toString()).contains("Example: turntable " + verb, "Exit codes:", "--json", "--config");
    }

    @Test
    void aDefectOfThisProgramIsToldInASentenceToo() {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
        Desk broken = new Desk(
                profile -> {
                    throw new IllegalStateException("odd");
                },
                terminal,
                Clock.systemUTC(),
                time -> {});
        assertThat(new Turntable(broken).run("vm", "list")).isEqualTo(8);
        assertThat(err.toString()).contains("[CLIENT_DEFECT]").doesNotContain("\tat ");
    }
}
