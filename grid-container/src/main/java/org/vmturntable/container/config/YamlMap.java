package org.vmturntable.container.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vmturntable.kernel.GridException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping in the file, which notes what was asked of it, and every mistake with its line. */
final class YamlMap {
    private final String path;
    private final int line;
    private final Problems problems;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Integer> keyLines = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();

    YamlMap(String path, Node node, Problems problems) {
        this.path = path;
        this.line = lineOf(node);
        this.problems = problems;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::add);
        } else {
            problems.add(line, (path.isEmpty() ? "the file" : path) + " must be a mapping of keys to values");
        }
    }

    private void add(NodeTuple entry) {
        String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
        if (nodes.put(key, entry.getValueNode()) != null) {
            problems.add(lineOf(entry.getKeyNode()), named(key) + " is given twice");
        }
        keyLines.put(key, lineOf(entry.getKeyNode()));
    }

    boolean has(String key) {
        return nodes.containsKey(key);
    }

    List<String> keys() {
        known.addAll(nodes.keySet());
        return List.copyOf(nodes.keySet());
    }

    /** @param parser throws {@link GridException} or {@link IllegalArgumentException} with a sentence about a text that will not do */
    <T> Value<T> required(String key, Function<String, T> parser) {
        @Nullable Node node = requiredNode(key);
        return node == null ? Value.missing() : parse(named(key), node, parser);
    }

    <T> Value<T> optional(String key, Function<String, T> parser) {
        known.add(key);
        @Nullable Node node = nodes.get(key);
        return node == null ? Value.missing() : parse(named(key), node, parser);
    }

    Value<YamlMap> requiredMap(String key) {
        @Nullable Node node = requiredNode(key);
        return node == null ? Value.missing() : Value.of(new YamlMap(named(key), node, problems));
    }

    Value<YamlMap> optionalMap(String key) {
        return has(key) ? requiredMap(key) : missing(key);
    }

    /** Texts of a list; empty if there is none. */
    <T> List<Value<T>> list(String key, Function<String, T> parser) {
        List<Value<T>> values = new ArrayList<>();
        items(key).forEach(item -> values.add(parse("an entry of " + named(key), item, parser)));
        return values;
    }

    /** Mappings of a list; empty if there is none. */
    List<YamlMap> maps(String key) {
        List<YamlMap> maps = new ArrayList<>();
        for (Node item : items(key)) {
            maps.add(new YamlMap(named(key) + "[" + maps.size() + "]", item, problems));
        }
        return maps;
    }

    /** To be called when everything that may stand here was asked for. */
    void refuseOthers() {
        keyLines.forEach((key, at) -> {
            if (!known.contains(key)) {
                problems.add(
                        at,
                        named(key) + " is not known; here may stand: "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        });
    }

    /** Notes a mistake in what stands under the key, or in the whole if nothing does. */
    void wrong(String key, String what) {
        problems.add(keyLines.getOrDefault(key, line), what);
    }

    private List<Node> items(String key) {
        known.add(key);
        @Nullable Node node = nodes.get(key);
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        if (node != null) {
            problems.add(lineOf(node), named(key) + " must be a list");
        }
        return List.of();
    }

    private <T> Value<T> missing(String key) {
        known.add(key);
        return Value.missing();
    }

    private @Nullable Node requiredNode(String key) {
        known.add(key);
        @Nullable Node node = nodes.get(key);
        if (node == null) {
            problems.add(line, named(key) + " is missing");
        }
        return node;
    }

    private <T> Value<T> parse(String name, Node node, Function<String, T> parser) {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            problems.add(lineOf(node), name + " must be a text or a number");
            return Value.missing();
        }
        try {
            return Value.of(parser.apply(scalar.getValue().strip()));
        } catch (GridException | IllegalArgumentException refused) {
            problems.add(lineOf(node), name + ": " + refused.getMessage());
            return Value.missing();
        }
    }

    private String named(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
