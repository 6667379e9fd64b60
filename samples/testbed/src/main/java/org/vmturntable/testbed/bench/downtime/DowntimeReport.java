package org.vmturntable.testbed.bench.downtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vmturntable.testbed.bench.Spread;

/** The paper's tables, for a person. */
final class DowntimeReport {
    private static final double MEGA = 1e6;
    private static final double MILLIS_IN_SECOND = 1e3;
    private static final double PAGE_BYTES = 4096;

    private final Cases cases;

    private DowntimeReport(Cases cases) {
        this.cases = cases;
    }

    /** What was measured on one network. */
    static List<String> table(Cases cases) {
        DowntimeReport report = new DowntimeReport(cases);
        List<String> lines = new ArrayList<>();
        cases.all().stream().findFirst().map(DowntimeReport::heading).ifPresent(lines::add);
        lines.add(text(
                "%-7s %-12s %4s  %-22s %6s %6s  %7s  %7s  %-22s %11s  %-6s %9s %7s %9s",
                "GUEST",
                "TOOL",
                "RUNS",
                "BLACKOUT min/med/p99",
                "xLIMIT",
                "xVIRSH",
                "SERIAL",
                "PING",
                "CLIENT min/med/p99",
                "LOST",
                "TCP",
                "BROWN-OUT",
                "TOTAL",
                "MOVED"));
        cases.all().forEach(each -> lines.add(report.row(each)));
        lines.add(
                "Blackout: inside the guest, from QEMU's STOP to RESUME (the paper's table 1). Serial: the longest silence at its"
                        + " serial port (table 2). Ping, client: the longest silence at the client of its pings (table 3), of all its probes."
                        + " All in ms, serial, ping and brown-out the medians; total in s, moved in MB.");
        return lines;
    }

    /** What 2005's demonstrator measured over the same distance. */
    static String in2005() {
        return "In 2005: 279 to 349 ms idle and 1877 to 2045 loaded inside the guest, 198 to 280 and 1680 to 2120 at its serial"
                + " port; by ping 3809 ms and 76 lost.";
    }

    static List<String> farAgainstNear(Cases wan, LanCases lan) {
        List<String> lines = new ArrayList<>();
        for (CaseFigures far : wan.all()) {
            lan.medianBlackout(far.guest(), far.tool())
                    .ifPresent(near -> lines.add(text(
                            "%-7s %-12s blackout %8.1f ms far, %8.1f ms near",
                            far.guest(), far.tool(), far.median(MoveFigures::blackout), near)));
        }
        return lines;
    }

    static String line(GuestKind guest, Tool tool, String way, MoveFigures move) {
        return text(
                "%-7s %-12s %-24s blackout %7.1f ms  client %7.1f ms  lost %d of %d  brown-out %5.0f ms  total %6.2f s",
                guest,
                tool,
                way,
                move.blackout(),
                move.clientGap(),
                move.pingsLost(),
                move.pingsSent(),
                move.brownOut(),
                move.total() / MILLIS_IN_SECOND);
    }

    /** How fast a guest worked before its moves: an emulated one may do less than it was told. */
    static List<String> speeds(Cases cases) {
        List<String> lines = new ArrayList<>();
        for (GuestKind guest : GuestKind.values()) {
            cases.all().stream()
                    .filter(each -> each.guest() == guest)
                    .flatMap(each -> each.moves().stream())
                    .mapToDouble(MoveFigures::formerSpeed)
                    .average()
                    .ifPresent(speed -> lines.add(text(
                            "The %s guest rewrote %.0f pages a second before its moves, %.1f MB/s.",
                            guest, speed, speed * PAGE_BYTES / MEGA)));
        }
        return lines;
    }

    private static String heading(CaseFigures one) {
        return text(
                "Round trip %.1f ms, %.0f Mbit/s; no blackout can be shorter than %.1f ms:",
                one.limit().rttMillis(),
                one.limit().rate().bitsPerSecond() / MEGA,
                one.limit().blackoutMillis());
    }

    private String row(CaseFigures each) {
        double blackout = each.median(MoveFigures::blackout);
        Optional<CaseFigures> virsh = cases.find(each.guest(), Tool.VIRSH);
        return text(
                "%-7s %-12s %4d  %-22s %6.2f %6s  %7.0f  %7.0f  %-22s %11s  %-6s %9.0f %7.2f %9.1f",
                each.guest(),
                each.tool(),
                each.moves().size(),
                spread(each.spread(MoveFigures::blackout)),
                blackout / each.limit().blackoutMillis(),
                virsh.map(plain -> text("%.2f", blackout / plain.median(MoveFigures::blackout)))
                        .orElse("-"),
                each.median(MoveFigures::serialGap),
                each.median(MoveFigures::pingGap),
                spread(each.spread(MoveFigures::clientGap)),
                each.pingsLost() + "/" + each.pingsSent(),
                each.sessionsLive() ? "lives" : "broken",
                each.median(MoveFigures::brownOut),
                each.median(MoveFigures::total) / MILLIS_IN_SECOND,
                each.median(MoveFigures::bytesMoved) / MEGA);
    }

    private static String spread(Spread spread) {
        return text("%.1f/%.1f/%.1f", spread.min(), spread.median(), spread.p99());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
