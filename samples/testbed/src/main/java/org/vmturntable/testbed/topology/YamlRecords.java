package org.vmturntable.testbed.topology;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;

/** Reads records: a section's keys are its record's components, and a component's type says how its value is written. */
final class YamlRecords {
    private static final Map<Type, Function<String, ?>> FORMS = Map.ofEntries(
            Map.entry(String.class, Function.identity()),
            Map.entry(int.class, Integer::valueOf),
            Map.entry(Integer.class, Integer::valueOf),
            Map.entry(SiteId.class, SiteId::new),
            Map.entry(PortId.class, PortId::parse),
            Map.entry(Ipv4Address.class, Ipv4Address::new),
            Map.entry(Ipv4Prefix.class, Ipv4Prefix::parse),
            Map.entry(MacAddress.class, MacAddress::new),
            Map.entry(VlanRange.class, VlanRange::parse),
            Map.entry(Duration.class, Quantities::duration),
            Map.entry(Bandwidth.class, Quantities::bandwidth),
            Map.entry(Bytes.class, Quantities::bytes));

    private YamlRecords() {}

    /**
     * Reads a section with all of its record's components but the optional ones, and no other key.
     *
     * @throws org.vmturntable.kernel.GridException naming the place of the first mistake
     */
    static <R extends Record> R read(YamlPlace yaml, Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        yaml.only(Arrays.stream(components).map(RecordComponent::getName).toArray(String[]::new));
        Object[] values = Arrays.stream(components)
                .map(component -> component(yaml, component))
                .toArray();
        return yaml.naming(() -> construct(type, components, values));
    }

    private static Object component(YamlPlace yaml, RecordComponent component) {
        String key = component.getName();
        if (component.getGenericType() instanceof ParameterizedType maybe && maybe.getRawType() == Optional.class) {
            Type type = maybe.getActualTypeArguments()[0];
            return Optional.ofNullable(yaml.entries().get(key)).map(there -> value(there, type));
        }
        return value(yaml.at(key), component.getGenericType());
    }

    private static Object value(YamlPlace yaml, Type type) {
        if (type instanceof ParameterizedType collection) {
            return collection.getRawType() == List.class
                    ? yaml.each(item -> value(item, collection.getActualTypeArguments()[0]))
                    : map(yaml, collection.getActualTypeArguments()[1]);
        }
        Function<String, ?> form = FORMS.get(type);
        return form != null ? yaml.as(form) : read(yaml, ((Class<?>) type).asSubclass(Record.class));
    }

    private static Map<String, Object> map(YamlPlace yaml, Type of) {
        Map<String, Object> map = new LinkedHashMap<>();
        yaml.entries().forEach((key, place) -> map.put(key, value(place, of)));
        return map;
    }

    private static <R extends Record> R construct(Class<R> type, RecordComponent[] components, Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new LinkageError("The constructor of " + type + " failed.", refused);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("A record has a canonical constructor: " + type, impossible);
        }
    }
}
