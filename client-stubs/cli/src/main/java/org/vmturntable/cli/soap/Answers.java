package org.vmturntable.cli.soap;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBElement;
import jakarta.xml.bind.JAXBException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.jspecify.annotations.Nullable;
import org.vmturntable.cli.grid.CopyProgress;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.Figures;
import org.vmturntable.cli.grid.Lightpath;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Plan;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.grid.Site;
import org.vmturntable.cli.grid.Step;
import org.vmturntable.cli.grid.Vm;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.GridFault;
import org.vmturntable.soap.lightpath.LightpathProperties;
import org.vmturntable.soap.migration.MigrationProperties;
import org.vmturntable.soap.site.SiteProperties;
import org.vmturntable.soap.types.MigrationPlan;
import org.vmturntable.soap.types.MigrationStep;
import org.vmturntable.soap.vm.VmProperties;
import org.w3c.dom.Element;

/** Resource property documents in the terms of the grid. */
final class Answers {
    private Answers() {}

    /**
     * The one document in an answer, which JAXB has read already or has left as an element.
     *
     * @throws IllegalArgumentException if it is another one
     */
    static <T> T document(Class<T> type, @Nullable Object any) {
        Object value = any instanceof Element element ? read(type, element) : any;
        Object document = value instanceof JAXBElement<?> wrapped ? wrapped.getValue() : value;
        if (!type.isInstance(document)) {
            throw new IllegalArgumentException("the answer holds no " + type.getSimpleName());
        }
        return type.cast(document);
    }

    private static <T> Object read(Class<T> type, Element element) {
        try {
            return JAXBContext.newInstance(type).createUnmarshaller().unmarshal(element, type);
        } catch (JAXBException notOfThisType) {
            throw new IllegalArgumentException("the answer holds no " + type.getSimpleName(), notOfThisType);
        }
    }

    static Reference reference(String site, EndpointReferenceType endpoint) {
        URI address = EndpointReferences.address(endpoint);
        String path = address.getPath();
        String key = EndpointReferences.key(endpoint).orElse(path.substring(path.lastIndexOf('/') + 1));
        return new Reference(site, address, key);
    }

    static Site site(String name, SiteProperties site) {
        return new Site(
                name,
                Optional.ofNullable(site.getRoom())
                        .map(room -> new Site.Room(
                                room.getTotalMemoryBytes(),
                                room.getFreeMemoryBytes(),
                                room.getTotalVirtualCpus(),
                                room.getFreeVirtualCpus())),
                each(
                        site.getVm(),
                        vm -> new Site.VmEntry(
                                vm.getVmId(), vm.getName(), vm.getState().name(), reference(name, vm.getReference()))),
                each(
                        site.getMigration(),
                        entry -> new Site.MigrationEntry(
                                entry.getMigrationId(),
                                entry.getVmId(),
                                entry.getFrom(),
                                entry.getTo(),
                                MigrationState.valueOf(entry.getState().name()),
                                reference(name, entry.getReference()))),
                each(
                        site.getLightpath(),
                        entry -> new Site.LightpathEntry(
                                entry.getLightpathId(),
                                entry.getState().name(),
                                entry.getPortA(),
                                entry.getPortB(),
                                entry.getBandwidthBps(),
                                reference(name, entry.getReference()))));
    }

    static Vm vm(Reference reference, VmProperties vm) {
        return new Vm(
                vm.getVmId(),
                vm.getName(),
                vm.getState().name(),
                vm.getSite(),
                vm.getMemoryBytes(),
                vm.getVirtualCpus(),
                vm.getAddress(),
                each(
                        vm.getDisk(),
                        disk -> new Vm.Disk(
                                disk.getTarget(), disk.getSizeBytes(), disk.getBase(), disk.getWrittenBytes())),
                Optional.ofNullable(vm.getObstacle()),
                Optional.ofNullable(vm.getCurrentMigration()).map(current -> reference(reference.site(), current)),
                reference);
    }

    static Plan plan(MigrationPlan plan) {
        return new Plan(
                plan.getStrategy().name(),
                plan.getPasses(),
                plan.getTotalMs(),
                plan.getCopyMs(),
                plan.getBytes(),
                plan.getDiskBytes(),
                plan.getBlackoutMs(),
                plan.getBlackoutBoundMs(),
                plan.getBrownOutMs(),
                plan.getLeaseMs(),
                plan.getBandwidthBps(),
                plan.getRoundTripUs(),
                each(plan.getWritten(), seen -> new Plan.Written(seen.getWithinMs(), seen.getBytes())));
    }

    static Migration migration(Reference reference, MigrationProperties migration) {
        return new Migration(
                migration.getMigrationId(),
                migration.getVmId(),
                migration.getFrom(),
                migration.getTo(),
                MigrationState.valueOf(migration.getState().name()),
                each(migration.getStep(), Answers::step),
                progress(migration),
                figures(migration),
                Optional.ofNullable(migration.getFailure()).map(fault -> Faults.failure(GridFault.of(fault))),
                Optional.ofNullable(migration.getAdvice()),
                reference);
    }

    private static Step step(MigrationStep step) {
        return new Step(
                step.getName(),
                step.getStarted(),
                Optional.ofNullable(step.getEnded()),
                Optional.ofNullable(step.getGiven()).orElse(""),
                Optional.ofNullable(step.getFailure())
                        .map(failure -> new Failure.Cause(failure.getCode(), failure.getValue())));
    }

    private static CopyProgress progress(MigrationProperties migration) {
        return new CopyProgress(
                Optional.ofNullable(migration.getPhase()).orElse(""),
                Optional.ofNullable(migration.getPass()).orElse(0),
                Optional.ofNullable(migration.getBytesMoved()).orElse(0L),
                Optional.ofNullable(migration.getBytesRemaining()).orElse(0L),
                Optional.ofNullable(migration.getBytesPerSecond()).orElse(0L));
    }

    private static Figures figures(MigrationProperties migration) {
        return new Figures(
                number(migration.getRttMs()),
                number(migration.getBandwidthBps()),
                number(migration.getTotalMs()),
                number(migration.getBlackoutMs()),
                number(migration.getPredictedBlackoutMs()),
                number(migration.getBlackoutBoundMs()),
                Optional.ofNullable(migration.getTokenId()),
                Optional.ofNullable(migration.getLightpathId()),
                number(migration.getElementsSwitched()));
    }

    static Lightpath lightpath(Reference reference, LightpathProperties lightpath) {
        return new Lightpath(
                lightpath.getLightpathId(),
                lightpath.getState().name(),
                lightpath.getPortA(),
                lightpath.getPortB(),
                lightpath.getBandwidthBps(),
                Optional.ofNullable(lightpath.getWindow()).map(window -> window.getFrom()),
                Optional.ofNullable(lightpath.getWindow()).map(window -> window.getUntil()),
                number(lightpath.getVlan()),
                each(lightpath.getHop(), hop -> new Lightpath.Hop(hop.getElement(), hop.getPortIn(), hop.getPortOut())),
                reference);
    }

    private static <G, T> List<T> each(List<G> generated, Function<G, T> translation) {
        return generated.stream().map(translation).toList();
    }

    private static OptionalLong number(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static OptionalInt number(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
