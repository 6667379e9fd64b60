package org.vmturntable.drac.lightpath;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vmturntable.drac.element.CrossConnect;
import org.vmturntable.drac.element.ElementDriver;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** Switches all elements of a lightpath at the same time. */
final class Switching {
    private final Network network;
    private final Map<String, ElementDriver> drivers;

    Switching(Network network) {
        this.network = network;
        this.drivers =
                network.drivers().stream().collect(Collectors.toMap(ElementDriver::element, Function.identity()));
    }

    /** @throws GridException the first element's failure, the others' suppressed; every element has answered or timed out by then */
    void connect(Lightpath lightpath) {
        onEach(lightpath, ElementDriver::connect);
    }

    /** @throws GridException as for {@link #connect}; elements that did not fail are clean */
    void disconnect(Lightpath lightpath) {
        onEach(lightpath, ElementDriver::disconnect);
    }

    private void onEach(Lightpath lightpath, BiConsumer<ElementDriver, CrossConnect> act) {
        List<CompletableFuture<Void>> pending = CrossConnect.along(lightpath.route(), lightpath.id()).stream()
                .map(crossConnect -> start(crossConnect, act))
                .toList();
        List<GridException> failures =
                pending.stream().flatMap(one -> failureOf(one).stream()).toList();
        if (!failures.isEmpty()) {
            GridException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private CompletableFuture<Void> start(CrossConnect wanted, BiConsumer<ElementDriver, CrossConnect> act) {
        ElementDriver driver = drivers.get(wanted.element());
        if (driver == null) {
            return CompletableFuture.failedFuture(new GridException(
                    FailureCode.ELEMENT_UNREACHABLE, "The topology no longer has element " + wanted.element()));
        }
        return CompletableFuture.runAsync(() -> act.accept(driver, wanted), network.workers());
    }

    private static List<GridException> failureOf(CompletableFuture<Void> pending) {
        try {
            pending.join();
            return List.of();
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause();
            return List.of(
                    cause instanceof GridException known
                            ? known
                            : new GridException(FailureCode.INVARIANT_BROKEN, "An element driver failed", cause));
        }
    }
}
