package org.vmturntable.linux;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** One VXLAN device of this host, as {@code ip} and {@code bridge} set and show it. What they print goes to the log only. */
final class VxlanDevice {
    private static final Logger log = LoggerFactory.getLogger(VxlanDevice.class);
    // IFNAMSIZ, linux/if.h, is 16 with the closing zero; a leading hyphen would read as an option.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommandRunner runner;
    private final String name;

    VxlanDevice(CommandRunner runner, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new GridException(
                    FailureCode.CONFIGURATION_INVALID,
                    "Not the name of a network device: " + name,
                    Map.of("device", name));
        }
        this.runner = runner;
        this.name = name;
    }

    /** Runs a command that changes the device; its name is appended as {@code dev NAME}, then the rest. */
    void change(List<String> command, String... rest) {
        CommandRunner.Result result = runner.run(onDevice(command, rest));
        if (!result.succeeded()) {
            log.warn("{} on {} failed: {}", command, name, result.complaint().strip());
            throw refused("cannot be changed by " + command.get(0) + " " + command.get(1));
        }
    }

    /** Runs a command that shows something of the device as a JSON array; its objects, may be none. */
    List<JsonNode> show(List<String> command) {
        CommandRunner.Result result = runner.run(onDevice(command));
        if (!result.succeeded()) {
            log.warn("{} on {} failed: {}", command, name, result.complaint().strip());
            throw refused("cannot be read");
        }
        return objects(result.output());
    }

    boolean exists() {
        return link().isPresent();
    }

    /** The device that the kernel would take now for packets to the address. */
    boolean isRouteTo(String address) {
        CommandRunner.Result result = runner.run(List.of("ip", "-j", "route", "get", address));
        return result.succeeded()
                && objects(result.output()).stream()
                        .anyMatch(route -> name.equals(route.path("dev").asText()));
    }

    GridException refused(String what) {
        return new GridException(
                FailureCode.TUNNEL_REFUSED,
                "The tunnel device " + name + " " + what + reason(),
                Map.of("device", name));
    }

    /** What is wrong with the device as a whole, since the kernel's answer to a single change seldom says it. */
    private String reason() {
        Optional<JsonNode> link = link();
        if (link.isEmpty()) {
            return ": there is no such device on this host; make it first (ip link add " + name + " type vxlan)";
        }
        if (!"vxlan".equals(link.get().path("linkinfo").path("info_kind").asText())) {
            return ": it is no VXLAN device";
        }
        boolean up = StreamSupport.stream(link.get().path("flags").spliterator(), false)
                .anyMatch(flag -> "UP".equals(flag.asText()));
        return up ? "" : ": it is down (ip link set " + name + " up)";
    }

    private Optional<JsonNode> link() {
        CommandRunner.Result result = runner.run(List.of("ip", "-j", "-d", "link", "show"));
        return result.succeeded()
                ? objects(result.output()).stream()
                        .filter(link -> name.equals(link.path("ifname").asText()))
                        .findFirst()
                : Optional.empty();
    }

    private List<String> onDevice(List<String> command, String... rest) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("dev", name));
        line.addAll(List.of(rest));
        return line;
    }

    /** Older iproute2 prints nothing at all where later ones print an empty array. */
    private static List<JsonNode> objects(String output) {
        if (output.isBlank()) {
            return List.of();
        }
        try {
            return StreamSupport.stream(JSON.readTree(output).spliterator(), false)
                    .filter(node -> !node.isEmpty())
                    .toList();
        } catch (JsonProcessingException e) {
            throw new GridException(FailureCode.TUNNEL_REFUSED, "iproute2 did not answer in JSON", e);
        }
    }
}
