package org.vmturntable.testbed.bench.downtime;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What was measured before on another testbed, such as the near network's, as the report's file has it; may have nothing. */
record LanCases(JsonNode cases) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static LanCases none() {
        return new LanCases(JSON.createArrayNode());
    }

    static LanCases read(Path file) throws IOException {
        return new LanCases(JSON.readTree(file.toFile()).path("cases"));
    }

    /** Milliseconds; empty if that was not measured. */
    OptionalDouble medianBlackout(GuestKind guest, Tool tool) {
        return StreamSupport.stream(cases.spliterator(), false)
                .filter(each -> each.path("guest").asText().equals(guest.toString()))
                .filter(each -> each.path("tool").asText().equals(tool.toString()))
                .mapToDouble(each -> each.at("/blackoutMs/median").asDouble())
                .findFirst();
    }

    /** Entries for the report's file. */
    List<Map<String, @Nullable Object>> documents() {
        return JSON.convertValue(cases, new TypeReference<>() {});
    }
}
