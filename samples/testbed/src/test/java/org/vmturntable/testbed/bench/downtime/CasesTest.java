package org.vmturntable.testbed.bench.downtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.testbed.bench.Spread;

class CasesTest {
    private static final PathLimit OCEAN = new PathLimit(Duration.ofMillis(175), Bandwidth.ofMegabitsPerSecond(1000));

    @TempDir
    Path folder;

    @Test
    void theLimitIsHalfARoundTripAndTheDeviceState() {
        assertThat(OCEAN.blackoutMillis()).isBetween(87.96, 87.97);
    }

    @Test
    void aCaseIsWrittenAsPromised() throws Exception {
        String json = new ObjectMapper()
                .writeValueAsString(
                        of(GuestKind.IDLE, Tool.VIRSH_TUNED, 110, 130, 120).document());

        assertThat(json)
                .isEqualTo("{\"guest\":\"idle\",\"tool\":\"virsh-tuned\",\"rttMs\":175,\"runs\":3,"
                        + "\"blackoutMs\":{\"min\":110,\"median\":120,\"p99\":130},"
                        + "\"clientGapMs\":{\"min\":120,\"median\":130,\"p99\":140},\"clientLost\":0,"
                        + "\"totalMs\":{\"min\":6000,\"median\":6000,\"p99\":6000},"
                        + "\"brownOutMs\":{\"min\":20,\"median\":20,\"p99\":20},\"bytesMoved\":180000000,\"limitMs\":88,"
                        + "\"predictedBoundMs\":150,\"boundBroken\":false}");
    }

    @Test
    void judgesTheTurntableByTheLimitAndByVirshOfTheSameRun() throws Exception {
        Cases good = new Cases(List.of(of(GuestKind.IDLE, Tool.TURNTABLE, 110), of(GuestKind.IDLE, Tool.VIRSH, 650)));
        assertThat(unmet(good, lan(30))).isEmpty();

        Cases slow = new Cases(List.of(of(GuestKind.IDLE, Tool.TURNTABLE, 150), of(GuestKind.IDLE, Tool.VIRSH, 650)));
        assertThat(unmet(slow, lan(30)))
                .contains(
                        "idle: blackout, times the limit: 1.71, at most 1.35",
                        "idle: blackout, times virsh's: 0.23, at most 0.22",
                        "idle: blackout, times the LAN's: 5.00, at most 4.00");
    }

    @Test
    void judgesNothingThatWasNotMeasured() {
        Cases alone = new Cases(List.of(of(GuestKind.IDLE, Tool.VIRSH, 650)));
        assertThat(Targets.of(alone, LanCases.none())).isEmpty();
    }

    @Test
    void oneLostPingIsTooMany() {
        MoveFigures lossy =
                new MoveFigures(100, 100, 100, 110, 800, 1, true, 6000, 20, 180_000_000, 256, OptionalDouble.of(120));
        Cases cases = new Cases(List.of(new CaseFigures(GuestKind.IDLE, Tool.TURNTABLE, OCEAN, List.of(lossy))));
        assertThat(unmet(cases, LanCases.none())).contains("idle: 1 of 800 pings lost, none allowed");
    }

    @Test
    void oneBrokenPromiseIsTooManyAndNoneGivenIsNoneKept() {
        CaseFigures broken = new CaseFigures(
                GuestKind.IDLE, Tool.TURNTABLE, OCEAN, List.of(move(100), move(100, OptionalDouble.of(99))));
        assertThat(unmet(new Cases(List.of(broken)), LanCases.none()))
                .contains("idle: promised blackout exceeded in 1 runs, none allowed");
        assertThat(broken.document())
                .containsEntry("predictedBoundMs", Spread.tenths(120))
                .containsEntry("boundBroken", true);
        CaseFigures silent =
                new CaseFigures(GuestKind.IDLE, Tool.TURNTABLE, OCEAN, List.of(move(100, OptionalDouble.empty())));
        assertThat(unmet(new Cases(List.of(silent)), LanCases.none()))
                .contains("idle: promised blackout exceeded in 0 runs, none allowed");
        assertThat(silent.document()).containsEntry("boundBroken", null);
    }

    @Test
    void showsEveryCaseBesideLimitAndVirsh() {
        Cases cases = new Cases(List.of(of(GuestKind.IDLE, Tool.TURNTABLE, 132), of(GuestKind.IDLE, Tool.VIRSH, 660)));
        assertThat(DowntimeReport.table(cases))
                .anyMatch(line -> line.contains("no blackout can be shorter than 88.0 ms"))
                .anyMatch(line -> line.matches("idle +turntable +1 +132.0/132.0/132.0 +1.50 +0.20 .*"));
    }

    private LanCases lan(double blackout) throws Exception {
        Path file = folder.resolve("lan.json");
        CaseFigures near = of(GuestKind.IDLE, Tool.TURNTABLE, blackout);
        Files.writeString(file, new ObjectMapper().writeValueAsString(Map.of("cases", List.of(near.document()))));
        return LanCases.read(file);
    }

    private static List<String> unmet(Cases cases, LanCases lan) {
        return Targets.of(cases, lan).stream()
                .filter(target -> !target.met())
                .map(Target::sentence)
                .toList();
    }

    private static CaseFigures of(GuestKind guest, Tool tool, double... blackouts) {
        return new CaseFigures(
                guest,
                tool,
                OCEAN,
                Arrays.stream(blackouts).mapToObj(CasesTest::move).toList());
    }

    /** The client's gap is 10 ms longer than the blackout; nothing is lost. */
    private static MoveFigures move(double blackout) {
        return move(blackout, OptionalDouble.of(blackout + 20));
    }

    private static MoveFigures move(double blackout, OptionalDouble bound) {
        return new MoveFigures(
                blackout, blackout, blackout, blackout + 10, 800, 0, true, 6000, 20, 180_000_000, 256, bound);
    }
}
