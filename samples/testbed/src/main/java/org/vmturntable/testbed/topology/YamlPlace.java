package org.vmturntable.testbed.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A place in a YAML file that knows where it is, so that every complaint can say so. */
record YamlPlace(String file, String path, Node node) {
    /** This place's text as a value; a refusal of {@code parse} becomes a complaint about this place. */
    <T> T as(Function<String, T> parse) {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong("expected a plain value", null);
        }
        return naming(() -> parse.apply(scalar.getValue()));
    }

    YamlPlace at(String key) {
        YamlPlace child = entries().get(key);
        if (child == null) {
            throw wrong("the key " + key + " is missing", null);
        }
        return child;
    }

    /** Runs a constructor whose refusal shall name this place. */
    <T> T naming(Supplier<T> build) {
        try {
            return build.get();
        } catch (IllegalArgumentException refusal) {
            throw wrong(String.valueOf(refusal.getMessage()), refusal);
        } catch (GridException refusal) {
            if (refusal.code() == FailureCode.CONFIGURATION_INVALID) {
                throw refusal; // a place within this one has complained already
            }
            throw wrong(String.valueOf(refusal.getMessage()), refusal);
        }
    }

    /** Complains of the first key that is none of these: a misspelt key must not be silently without effect. */
    YamlPlace only(String... keys) {
        for (Map.Entry<String, YamlPlace> entry : entries().entrySet()) {
            if (!Set.of(keys).contains(entry.getKey())) {
                throw entry.getValue().wrong("unknown key; known are " + new TreeSet<>(Set.of(keys)), null);
            }
        }
        return this;
    }

    <T> List<T> each(Function<YamlPlace, T> read) {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong("expected a list", null);
        }
        List<Node> items = sequence.getValue();
        return IntStream.range(0, items.size())
                .mapToObj(i -> new YamlPlace(file, path + "[" + i + "]", items.get(i)))
                .map(read)
                .toList();
    }

    Map<String, YamlPlace> entries() {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("expected keys with values", null);
        }
        Map<String, YamlPlace> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = ((ScalarNode) tuple.getKeyNode()).getValue();
            String childPath = path.isEmpty() ? key : path + "." + key;
            if (entries.put(key, new YamlPlace(file, childPath, tuple.getValueNode())) != null) {
                throw wrong("the key " + key + " stands twice", null);
            }
        }
        return entries;
    }

    private GridException wrong(String what, @Nullable Throwable cause) {
        int line = node.getStartMark().getLine() + 1;
        String where = path.isEmpty() ? "" : path + ": ";
        return new GridException(FailureCode.CONFIGURATION_INVALID, file + ":" + line + ": " + where + what, cause);
    }
}
