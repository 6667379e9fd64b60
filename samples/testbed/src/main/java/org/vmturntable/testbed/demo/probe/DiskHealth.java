package org.vmturntable.testbed.demo.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * The guest's own word on its disk, after it has read every block and compared it with what its memory says it wrote.
 *
 * @param blocks all that it looked at, of 4 KiB
 * @param written those that it has written at least once
 * @param writes how many in all, a block that was written twice counting twice
 * @param bad blocks that do not hold what was written to them last or, if nothing was, what the base image does
 * @param readErrors reads that failed; their blocks were not compared
 * @param writeErrors writes and flushes that failed since the guest booted
 */
public record DiskHealth(long blocks, long written, long writes, long bad, long readErrors, long writeErrors) {
    /** What makes the guest say it. */
    public static final String ORDER = "disk check";

    /**
     * What makes a guest say it that has crashed and was started again: no block may be torn, and as many writes must be there as were
     * flushed before.
     */
    public static final String ADOPT = "disk adopt";

    /** @throws IOException if it is no such answer */
    public static DiskHealth parse(String line) throws IOException {
        try {
            JsonNode answer = new ObjectMapper().readTree(line);
            if (!answer.path("intact").isBoolean() || !answer.path("bad").isIntegralNumber()) {
                throw new IOException("the guest's answer to the check of its disk is not understood: " + line);
            }
            DiskHealth health = new DiskHealth(
                    answer.path("blocks").asLong(),
                    answer.path("written").asLong(),
                    answer.path("writes").asLong(),
                    answer.path("bad").asLong(),
                    answer.path("readErrors").asLong(),
                    answer.path("writeErrors").asLong());
            if (health.faithful() != answer.get("intact").booleanValue()) {
                throw new IOException("the guest contradicts itself about its disk: " + line);
            }
            return health;
        } catch (JsonProcessingException broken) {
            throw new IOException("the guest's answer to the check of its disk is not understood: " + line, broken);
        }
    }

    /** True if every block was carried faithfully, and no access failed. */
    public boolean faithful() {
        return bad == 0 && readErrors == 0 && writeErrors == 0;
    }

    public String sentence() {
        return faithful()
                ? "disk intact (" + blocks + " blocks checked by the guest, of which it has written " + written + ")"
                : bad + " of the disk's " + blocks + " blocks are wrong, " + readErrors + " reads and " + writeErrors
                        + " writes failed";
    }
}
