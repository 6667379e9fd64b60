package org.vmturntable.traffic.migration;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.traffic.migration.MigrationSagaJson.Fields;
import org.vmturntable.traffic.plan.Blackout;
import org.vmturntable.traffic.plan.Bounds;
import org.vmturntable.traffic.plan.MigrationPlan;
import org.vmturntable.traffic.plan.Planned;
import org.vmturntable.traffic.plan.Strategy;

/** Bounds and plan of an order as JSON; times as ISO 8601. Neither is there in what earlier versions wrote. */
final class PlannedJson {
    private PlannedJson() {}

    static void write(ObjectMapper mapper, Planned planned, ObjectNode order) {
        planned.bounds().maxBlackout().ifPresent(most -> order.put("maxBlackout", most.toString()));
        planned.bounds().deadline().ifPresent(end -> order.put("deadline", end.toString()));
        planned.plan().ifPresent(plan -> order.set("plan", plan(mapper, plan)));
    }

    static Planned read(Fields order) {
        Bounds bounds = new Bounds(
                order.optional("maxBlackout").map(Duration::parse),
                order.optional("deadline").map(Instant::parse));
        return new Planned(bounds, order.within("plan").map(PlannedJson::plan));
    }

    static ObjectNode blackout(ObjectMapper mapper, Blackout blackout) {
        return mapper.createObjectNode()
                .put("expected", blackout.expected().toString())
                .put("bound", blackout.bound().toString());
    }

    static Blackout blackout(Fields fields) {
        return new Blackout(Duration.parse(fields.text("expected")), Duration.parse(fields.text("bound")));
    }

    private static ObjectNode plan(ObjectMapper mapper, MigrationPlan plan) {
        ObjectNode node = mapper.createObjectNode()
                .put("strategy", plan.strategy().name())
                .put("passes", plan.passes())
                .put("bytes", plan.bytes().value())
                .put("diskBytes", plan.diskBytes().value())
                .put("copy", plan.copy().toString())
                .put("total", plan.total().toString())
                .put("brownOut", plan.brownOut().toString());
        node.set("blackout", blackout(mapper, plan.blackout()));
        return node;
    }

    private static MigrationPlan plan(Fields fields) {
        return new MigrationPlan(
                Strategy.valueOf(fields.text("strategy")),
                Math.toIntExact(fields.number("passes")),
                new Bytes(fields.number("bytes")),
                // earlier versions moved none
                new Bytes(fields.optional("diskBytes").map(Long::parseLong).orElse(0L)),
                Duration.parse(fields.text("copy")),
                Duration.parse(fields.text("total")),
                blackout(fields.in("blackout")),
                Duration.parse(fields.text("brownOut")));
    }
}
