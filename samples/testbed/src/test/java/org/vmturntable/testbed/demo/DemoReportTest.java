package org.vmturntable.testbed.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vmturntable.cli.grid.CopyProgress;
import org.vmturntable.cli.grid.Figures;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.show.Json;
import org.vmturntable.testbed.demo.probe.ClientView;
import org.vmturntable.testbed.demo.probe.Echoes;
import org.vmturntable.testbed.demo.probe.ProbeCount;
import org.vmturntable.testbed.demo.probe.Silence;

class DemoReportTest {
    private static final Figures FIGURES = new Figures(
            OptionalLong.of(198),
            OptionalLong.of(900_000_000),
            OptionalLong.of(7_412),
            OptionalLong.of(611),
            OptionalLong.of(580),
            OptionalLong.of(700),
            Optional.of("0123456789abcdef0123456789abcdef"),
            Optional.of("5f0c1a52-0e53-4d0e-a5a7-6fd1e3b6a8f4"),
            OptionalInt.of(3));
    private static final Echoes ALIVE = new Echoes(9_000, 9_000, Optional.empty());

    private static HopReport hop(MigrationState state, Figures figures) {
        Migration migration = new Migration(
                "0b9e2f6e-33b5-4c39-8a56-0a3c6b1f2d11",
                "6f0f0c52-2d3c-4e07-9f1c-1f5d0b8b0a01",
                "amsterdam",
                "sandiego",
                state,
                List.of(),
                new CopyProgress("pre-copy", 2, 61_500_000, 0, 0),
                figures,
                Optional.empty(),
                Optional.empty(),
                new Reference("amsterdam", URI.create("https://198.18.0.1:8443/migration/x"), "x"));
        ClientView client = new ClientView(
                new ProbeCount(912, 2, 1), new ProbeCount(380, 0, 0), silence(701), silence(733), silence(655));
        return new HopReport("search-vm", migration, client);
    }

    private static Silence silence(long millis) {
        return new Silence(Instant.EPOCH, Duration.ofMillis(millis));
    }

    private static DemoReport report(MigrationState state, Echoes session, boolean intact) {
        return new DemoReport(List.of(hop(state, FIGURES)), 1, session, intact, Optional.empty());
    }

    /** The shape that others read, as it was promised: these names, in this order, with these types. */
    @Test
    void hasTheShapeThatOthersRead() throws Exception {
        JsonNode document = new ObjectMapper()
                .readTree(
                        Json.page(report(MigrationState.COMPLETED, ALIVE, true).document()));
        assertThat(document.fieldNames())
                .toIterable()
                .containsExactly("migrations", "tcpSessionSurvived", "guestMemoryIntact");
        JsonNode promised = new ObjectMapper().readTree("""
                {"vm": "search-vm", "from": "amsterdam", "to": "sandiego", "state": "COMPLETED", "rttMs": 198,
                 "bandwidthMbps": 900, "totalMs": 7412, "blackoutMs": 611, "clientGapMs": 733, "clientSent": 912,
                 "clientLost": 2, "bytesMoved": 61500000, "tokenId": "0123456789abcdef0123456789abcdef",
                 "lightpathId": "5f0c1a52-0e53-4d0e-a5a7-6fd1e3b6a8f4", "elementsSwitched": 3}""");
        JsonNode hop = document.get("migrations").get(0);
        assertThat(hop).isEqualTo(promised);
        assertThat(hop.fieldNames()).toIterable().containsExactlyElementsOf(promised::fieldNames);
        assertThat(document.get("tcpSessionSurvived").booleanValue()).isTrue();
        assertThat(document.get("guestMemoryIntact").booleanValue()).isTrue();
    }

    @Test
    void whatIsNotKnownIsNullAndNotLeftOut() throws Exception {
        JsonNode hop = new ObjectMapper()
                .readTree(
                        Json.line(hop(MigrationState.ROLLED_BACK, Figures.NONE).document()));
        assertThat(hop).hasSize(15);
        assertThat(hop.get("blackoutMs").isNull()).isTrue();
        assertThat(hop.get("state").asText()).isEqualTo("ROLLED_BACK");
    }

    @Test
    void isGoodOnlyIfEverythingIs() {
        assertThat(report(MigrationState.COMPLETED, ALIVE, true).good()).isTrue();
        assertThat(report(MigrationState.ROLLED_BACK, ALIVE, true).good()).isFalse();
        assertThat(report(MigrationState.COMPLETED, ALIVE, false).good()).isFalse();
        assertThat(report(MigrationState.COMPLETED, new Echoes(9, 8, Optional.empty()), true)
                        .good())
                .isFalse();
        assertThat(new DemoReport(List.of(), 3, ALIVE, true, Optional.empty()).good())
                .isFalse();
        List<HopReport> hops = List.of(hop(MigrationState.COMPLETED, FIGURES));
        assertThat(new DemoReport(hops, 1, ALIVE, true, Optional.of("held")).good())
                .isFalse();
    }

    @Test
    void theSummaryTellsTheWorstAndStaysModest() {
        assertThat(String.join("\n", Summary.lines(report(MigrationState.COMPLETED, ALIVE, true))))
                .contains("611 ms", "733 ms", "One TCP session lived all along: 9000 lines", "1.9 s", "3.8 s");
        Echoes broken = new Echoes(9, 8, Optional.of("it broke"));
        assertThat(String.join("\n", Summary.lines(report(MigrationState.COMPLETED, broken, false))))
                .contains("did not survive: it broke", "not known to be intact");
    }

    @Test
    void aRouteStartsWhereTheGuestIsAndKnowsItsStops() {
        List<String> known = List.of("amsterdam", "chicago", "sandiego");
        assertThat(Route.from("amsterdam", List.of("sandiego", "chicago", "amsterdam"), known)
                        .stops())
                .hasSize(3);
        assertThatThrownBy(() -> Route.from("sandiego", List.of("sandiego"), known))
                .hasMessage("The route goes from sandiego to itself.");
        assertThatThrownBy(() -> Route.from("amsterdam", List.of("tokyo"), known))
                .hasMessageContaining("tokyo");
        assertThatThrownBy(() -> Route.from("amsterdam", List.of(), known)).hasMessageContaining("no stop");
    }
}
