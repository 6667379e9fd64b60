package org.vmturntable.traffic.migration;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.traffic.migration.MigrationSagaJson.Fields;

/** A history as JSON. */
final class HistoryJson {
    private HistoryJson() {}

    static ObjectNode write(ObjectMapper mapper, History history) {
        ObjectNode node = mapper.createObjectNode().put("cancelAsked", history.cancelAsked());
        ArrayNode steps = node.putArray("steps");
        history.steps().forEach(step -> steps.add(step(mapper, step)));
        history.failure().ifPresent(failure -> node.set("failure", failure(mapper, failure)));
        history.stranding()
                .ifPresent(stranding -> node.putObject("stranding")
                        .put("in", stranding.in().name())
                        .put("advice", stranding.advice())
                        .set("reason", failure(mapper, stranding.reason())));
        return node;
    }

    static History read(Fields fields) {
        return new History(
                fields.list("steps").stream()
                        .map(node -> step(new Fields(node)))
                        .toList(),
                fields.optional("cancelAsked").map(Boolean::valueOf).orElse(false),
                fields.within("failure").map(HistoryJson::failure),
                fields.within("stranding")
                        .map(stranding -> new Stranding(
                                MigrationState.valueOf(stranding.text("in")),
                                failure(stranding.in("reason")),
                                stranding.text("advice"))));
    }

    private static ObjectNode step(ObjectMapper mapper, StepRecord step) {
        ObjectNode node = mapper.createObjectNode()
                .put("step", step.step().name())
                .put("started", step.started().toString())
                .put("ended", step.ended().toString());
        ObjectNode given = node.putObject("given");
        step.given().forEach(given::put);
        step.failure().ifPresent(failure -> node.set("failure", failure(mapper, failure)));
        return node;
    }

    private static StepRecord step(Fields fields) {
        Map<String, String> given = new TreeMap<>();
        fields.within("given")
                .ifPresent(of -> of.node().fieldNames().forEachRemaining(name -> given.put(name, of.text(name))));
        return new StepRecord(
                Step.valueOf(fields.text("step")),
                fields.instant("started"),
                fields.instant("ended"),
                given,
                fields.within("failure").map(HistoryJson::failure));
    }

    private static ObjectNode failure(ObjectMapper mapper, Failure failure) {
        return mapper.createObjectNode().put("code", failure.code().name()).put("message", failure.message());
    }

    private static Failure failure(Fields fields) {
        return new Failure(FailureCode.valueOf(fields.text("code")), fields.text("message"));
    }
}
