package org.vmturntable.testbed.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.vmturntable.cli.show.Amounts;
import org.vmturntable.cli.show.Table;
import org.vmturntable.cli.show.Words;
import org.vmturntable.testbed.demo.probe.ProbeCount;

/** The end of the demonstration, in a table and a few sentences. */
final class Summary {
    private Summary() {}

    static List<String> lines(DemoReport report) {
        List<String> lines = new ArrayList<>(table(report.hops()).lines());
        lines.add("");
        lines.add(session(report));
        lines.add(
                report.guestMemoryIntact()
                        ? "The guest found its memory intact and its kernel healthy after each hop."
                        : "The guest's memory is not known to be intact.");
        if (!report.hops().isEmpty()) {
            lines.addAll(comparison(report.hops()));
        }
        report.failure().ifPresent(failure -> lines.add("Failed: " + failure));
        return lines;
    }

    private static Table table(List<HopReport> hops) {
        Table table = new Table(
                "FROM",
                "TO",
                "STATE",
                "RTT",
                "LIGHTPATH",
                "MOVED",
                "TOTAL",
                "BLACKOUT",
                "GAP",
                "PING",
                "TCP",
                "BEAT",
                "SENT",
                "LOST",
                "TWICE");
        for (HopReport hop : hops) {
            ProbeCount pings = hop.client().pings();
            table.row(
                    hop.migration().from(),
                    hop.migration().to(),
                    Words.of(hop.migration().state()),
                    Amounts.millis(hop.migration().figures().rttMillis()),
                    rate(hop.migration().figures().bandwidth()),
                    Amounts.megabytes(hop.migration().progress().bytesMoved()),
                    Amounts.millis(hop.migration().figures().totalMillis()),
                    Amounts.millis(hop.migration().figures().blackoutMillis()),
                    hop.client().gap().millis() + " ms",
                    hop.client().pingSilence().millis() + " ms",
                    hop.client().echoSilence().millis() + " ms",
                    hop.client().beatSilence().millis() + " ms",
                    String.valueOf(pings.sent()),
                    String.valueOf(pings.lost()),
                    String.valueOf(pings.duplicates()));
        }
        return table;
    }

    private static String rate(OptionalLong bitsPerSecond) {
        return bitsPerSecond.isPresent() ? Amounts.rate(bitsPerSecond.getAsLong()) : "-";
    }

    private static String session(DemoReport report) {
        long sent = report.session().sent();
        return report.session().complete()
                ? "One TCP session lived all along: " + sent + " lines sent, " + sent
                        + " answered, each once, in order, counted without a gap."
                : "The TCP session did not survive: "
                        + report.session().fault().orElse("answers are missing")
                        + " (" + sent + " lines sent, " + report.session().answered() + " answered).";
    }

    /** Stands beside the figures of the demonstration that this one repeats; different machines, so no race. */
    private static List<String> comparison(List<HopReport> hops) {
        OptionalLong blackout = hops.stream()
                .flatMapToLong(hop -> stream(hop.migration().figures().blackoutMillis()))
                .max();
        long gap = hops.stream()
                .mapToLong(hop -> hop.client().gap().millis())
                .max()
                .orElse(0);
        return List.of(
                "Longest blackout " + Amounts.millis(blackout) + ", longest silence at the client " + gap + " ms.",
                "For orientation: the demonstration of 2005 (real sites, real fibre, Xen) told of a pause of 1.9 s and",
                "of 3.8 s without a ping's reply. Here the distance and the elements are emulated on one machine and",
                "the guest runs without hardware virtualisation, so the figures stand side by side, not in a race.");
    }

    private static LongStream stream(OptionalLong value) {
        return value.isPresent() ? LongStream.of(value.getAsLong()) : LongStream.empty();
    }
}
