package org.vmturntable.traffic.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * The text in which a saga is kept: one JSON object. Written by hand and not from the records' shape, so that a renamed component
 * does not make yesterday's journal unreadable. Fields that are not known are passed over; a newer {@code format} is refused.
 */
public final class MigrationSagaJson {
    /** Grows when text of today could be misread by yesterday's program. */
    private static final int FORMAT = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MigrationSagaJson() {}

    public static String write(MigrationSaga saga) {
        ObjectNode root = MAPPER.createObjectNode().put("format", FORMAT);
        root.set("order", OrderJson.write(MAPPER, saga.order()));
        root.put("revision", saga.revision())
                .put("state", saga.state().name())
                .put("since", saga.since().toString());
        root.set("possessions", PossessionsJson.write(MAPPER, saga.possessions()));
        root.set("history", HistoryJson.write(MAPPER, saga.history()));
        root.set("figures", figures(saga.figures()));
        return root.toString();
    }

    /** @throws GridException {@code STORE_FAILED} if this is no text of {@link #write}, or one of a later format */
    public static MigrationSaga read(String text) {
        try {
            return read(new Fields(MAPPER.readTree(text)));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException | GridException e) {
            throw new GridException(FailureCode.STORE_FAILED, "The journal holds text that is no migration", e);
        }
    }

    private static MigrationSaga read(Fields root) {
        if (root.number("format") > FORMAT) {
            throw new IllegalArgumentException("Written by a later version: format " + root.number("format"));
        }
        Fields figures = root.in("figures");
        return new MigrationSaga(
                OrderJson.read(root.in("order")),
                root.number("revision"),
                MigrationState.named(root.text("state")),
                root.instant("since"),
                PossessionsJson.read(root.in("possessions")),
                HistoryJson.read(root.in("history")),
                new Figures(
                        figures.within("predicted").map(PlannedJson::blackout),
                        new Bytes(figures.number("movedBytes")),
                        figures.optional("stopped").map(Instant::parse),
                        figures.optional("resumed").map(Instant::parse)));
    }

    private static ObjectNode figures(Figures figures) {
        ObjectNode node =
                MAPPER.createObjectNode().put("movedBytes", figures.moved().value());
        figures.predicted().ifPresent(predicted -> node.set("predicted", PlannedJson.blackout(MAPPER, predicted)));
        figures.stopped().ifPresent(at -> node.put("stopped", at.toString()));
        figures.resumed().ifPresent(at -> node.put("resumed", at.toString()));
        return node;
    }

    /** Strict reading of one object's fields. */
    record Fields(JsonNode node) {
        String text(String name) {
            return optional(name).orElseThrow(() -> missing(name));
        }

        Optional<String> optional(String name) {
            JsonNode value = node.get(name);
            return value == null || value.isNull() ? Optional.empty() : Optional.of(value.asText());
        }

        long number(String name) {
            JsonNode value = node.get(name);
            if (value == null || !value.isIntegralNumber()) {
                throw missing(name);
            }
            return value.longValue();
        }

        Instant instant(String name) {
            return Instant.parse(text(name));
        }

        Fields in(String name) {
            return within(name).orElseThrow(() -> missing(name));
        }

        Optional<Fields> within(String name) {
            JsonNode value = node.get(name);
            return value == null || !value.isObject() ? Optional.empty() : Optional.of(new Fields(value));
        }

        /** May be empty; an absent list is one. */
        List<JsonNode> list(String name) {
            List<JsonNode> values = new ArrayList<>();
            node.path(name).forEach(values::add);
            return values;
        }

        private static IllegalArgumentException missing(String name) {
            return new IllegalArgumentException("No " + name);
        }
    }
}
