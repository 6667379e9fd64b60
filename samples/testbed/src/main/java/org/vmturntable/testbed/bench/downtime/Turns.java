package org.vmturntable.testbed.bench.downtime;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vmturntable.testbed.bench.BenchPath;
import org.vmturntable.testbed.demo.probe.GuestOrders;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.topology.Site;

/** Lets the tools take one and the same guest there and back, by turns: what changes on this machine meanwhile meets all of them. */
final class Turns {
    private final BenchPath path;
    private final PathLimit limit;
    private final GuestOrders guest;
    private final Movers movers;
    private final MoveMeasurement measurement;
    private final Consumer<String> progress;

    Turns(Testbed testbed, Movers movers, MoveMeasurement measurement, Consumer<String> progress) {
        this.path = new BenchPath(testbed.topology());
        this.limit = PathLimit.of(testbed.topology().optical());
        this.guest = new GuestOrders(testbed.topology().guest());
        this.movers = movers;
        this.measurement = measurement;
        this.progress = progress;
    }

    /**
     * Moves one kind of guest.
     *
     * @param runs moves by each tool; at least 1. An odd one's way home is not counted
     */
    List<CaseFigures> of(GuestKind kind, List<Tool> tools, int runs) throws Exception {
        Map<Tool, List<MoveFigures>> moves = new EnumMap<>(Tool.class);
        tools.forEach(tool -> moves.put(tool, new ArrayList<>()));
        guest.give(List.of(SerialConsoles.ORDER));
        guest.give(kind.orders());
        for (int run = 0; run < runs; run += 2) {
            for (Map.Entry<Tool, List<MoveFigures>> taken : moves.entrySet()) {
                taken.getValue().addAll(turn(kind, taken.getKey()).subList(0, Math.min(2, runs - run)));
            }
        }
        guest.give(kind.rest());
        return moves.entrySet().stream()
                .map(taken -> new CaseFigures(kind, taken.getKey(), limit, taken.getValue()))
                .toList();
    }

    private List<MoveFigures> turn(GuestKind kind, Tool tool) throws Exception {
        try (Mover mover = movers.of(tool)) {
            List<MoveFigures> turn = List.of(
                    move(kind, tool, mover, path.from(), path.to()), move(kind, tool, mover, path.to(), path.from()));
            guest.requireFaithful(kind.hasDisk());
            return turn;
        }
    }

    private MoveFigures move(GuestKind kind, Tool tool, Mover mover, Site from, Site to) throws Exception {
        MoveFigures move = measurement.of(mover, from, to);
        String way = from.name().value() + " -> " + to.name().value();
        progress.accept(DowntimeReport.line(kind, tool, way, move));
        return move;
    }
}
