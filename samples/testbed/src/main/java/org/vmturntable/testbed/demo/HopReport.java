package org.vmturntable.testbed.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vmturntable.cli.grid.Figures;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.testbed.demo.probe.ClientView;

/** One hop: the site's figures, and beside them what the client noticed. */
record HopReport(String vm, Migration migration, ClientView client) {
    private static final double MEGA = 1e6;

    boolean completed() {
        return migration.state() == MigrationState.COMPLETED;
    }

    /** An entry of the report's file; names and units as promised, null for what is not known. */
    Map<String, @Nullable Object> document() {
        Figures figures = migration.figures();
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("vm", vm);
        document.put("from", migration.from());
        document.put("to", migration.to());
        document.put("state", migration.state().name());
        document.put("rttMs", orNull(figures.rttMillis()));
        document.put("bandwidthMbps", megabits(figures.bandwidth()));
        document.put("totalMs", orNull(figures.totalMillis()));
        document.put("blackoutMs", orNull(figures.blackoutMillis()));
        document.put("clientGapMs", client.gap().millis());
        document.put("clientSent", client.pings().sent());
        document.put("clientLost", client.pings().lost());
        document.put("bytesMoved", migration.progress().bytesMoved());
        document.put("tokenId", figures.tokenId().orElse(null));
        document.put("lightpathId", figures.lightpathId().orElse(null));
        document.put("elementsSwitched", orNull(figures.elementsSwitched()));
        return document;
    }

    private static @Nullable Number megabits(OptionalLong bitsPerSecond) {
        if (bitsPerSecond.isEmpty()) {
            return null;
        }
        double megabits = bitsPerSecond.getAsLong() / MEGA;
        long whole = Math.round(megabits);
        // two statements: a conditional expression would turn the whole number into a double
        if (whole == megabits) {
            return whole;
        }
        return megabits;
    }

    private static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static @Nullable Integer orNull(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
