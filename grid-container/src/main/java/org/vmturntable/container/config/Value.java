package org.vmturntable.container.config;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that the file should give. It may be read only after the whole file was found without mistake; until then the reader goes on,
 * so that every mistake is found at once.
 */
final class Value<T> {
    private final @Nullable T value;

    private Value(@Nullable T value) {
        this.value = value;
    }

    static <T> Value<T> of(T value) {
        return new Value<>(value);
    }

    static <T> Value<T> missing() {
        return new Value<>(null);
    }

    /** The value; to be called only when no mistake was found. */
    T get() {
        if (value == null) {
            throw new IllegalStateException("Read although the file has mistakes");
        }
        return value;
    }

    Optional<T> ifGiven() {
        return Optional.ofNullable(value);
    }

    <R> Value<R> map(Function<T, R> next) {
        return value == null ? missing() : of(next.apply(value));
    }
}
