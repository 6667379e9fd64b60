package org.vmturntable.testbed.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.vmturntable.testbed.process.Command;

/** A disk's image that is not as it was written. */
final class SpoiltImage {
    private SpoiltImage() {}

    /** Alters a byte of what an overlay holds, where only its file is seen: the base image is not where this process looks. */
    static void spoilOneByte(Path overlay) throws IOException {
        String alone = "json:{\"driver\":\"qcow2\",\"backing\":null,\"file\":{\"driver\":\"file\",\"filename\":\""
                + overlay + "\"}}";
        String map = Command.of("qemu-img", "map", "-U", "--output=json", alone).run();
        for (JsonNode extent : new ObjectMapper().readTree(map)) {
            if (extent.get("data").booleanValue()) {
                spoil(overlay, extent.get("offset").longValue() + 100);
                return;
            }
        }
        throw new AssertionError("The overlay holds nothing: " + map);
    }

    private static void spoil(Path file, long at) throws IOException {
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rwd")) {
            image.seek(at);
            int there = image.read();
            image.seek(at);
            image.write(there ^ 1);
        }
    }
}
