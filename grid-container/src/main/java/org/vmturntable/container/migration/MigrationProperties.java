package org.vmturntable.container.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;
import org.vmturntable.soap.GridFault;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.migration.Failure;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.StepRecord;
import org.vmturntable.traffic.plan.Blackout;
import org.vmturntable.traffic.plan.MigrationPlan;
import org.vmturntable.wsrf.resource.PropertySet;
import org.vmturntable.wsrf.resource.ResourceProperty;
import org.vmturntable.wsrf.resource.XmlElement;

/** What a migration says of itself: migration.wsdl, MigrationProperties. */
final class MigrationProperties {
    private static final String NS = "http://vmturntable.org/2026/11/migration";
    private static final String TYPES = "http://vmturntable.org/2026/11/types";
    private static final String BASE_FAULTS = "http://docs.oasis-open.org/wsrf/bf-2";
    private static final String FAULTS = "http://vmturntable.org/2026/11/faults";
    private static final int LONGEST_SENTENCE = 1000;

    private MigrationProperties() {}

    static PropertySet<RunningMigration> all() {
        List<ResourceProperty<RunningMigration>> all = new ArrayList<>();
        all.addAll(order());
        all.addAll(copy());
        all.addAll(figures());
        all.addAll(end());
        return new PropertySet<>(name("MigrationProperties"), all);
    }

    private static List<ResourceProperty<RunningMigration>> order() {
        return List.of(
                ResourceProperty.one(name("MigrationId"), it -> it.saga().id()),
                ResourceProperty.one(name("VmId"), it -> it.saga().vm()),
                ResourceProperty.one(name("From"), it -> it.saga().order().from()),
                ResourceProperty.one(name("To"), it -> it.saga().order().to()),
                ResourceProperty.one(name("State"), it -> it.saga().state()),
                ResourceProperty.many(
                        name("Step"),
                        it -> it.saga().steps().stream()
                                .map(MigrationProperties::step)
                                .toList()));
    }

    private static List<ResourceProperty<RunningMigration>> copy() {
        return List.of(
                ofProgress("Phase", progress -> progress.phase().name()),
                ofProgress("Pass", MoveProgress::pass),
                perhaps("BytesMoved", MigrationProperties::bytesMoved),
                ofProgress("BytesRemaining", progress -> progress.remaining().value()),
                ofProgress("BytesPerSecond", MoveProgress::bytesPerSecond));
    }

    private static List<ResourceProperty<RunningMigration>> figures() {
        return List.of(
                perhaps("RttMs", it -> it.saga().roundTrip().map(time -> time.toMillis())),
                ResourceProperty.one(
                        name("BandwidthBps"),
                        it -> it.saga().order().bandwidth().bitsPerSecond()),
                perhaps("TotalMs", it -> it.saga().total().map(time -> time.toMillis())),
                perhaps("BlackoutMs", it -> it.saga().figures().blackout().map(time -> time.toMillis())),
                ofPrediction(
                        "PredictedBlackoutMs", predicted -> predicted.expected().toMillis()),
                ofPrediction("BlackoutBoundMs", Blackout::boundMillis),
                ofOutlook("PredictedRestMs", outlook -> outlook.copy().toMillis()),
                ofOutlook("PredictedBrownOutMs", outlook -> outlook.brownOut().toMillis()),
                perhaps("TokenId", it -> it.saga().possessions().token()),
                perhaps("LightpathId", it -> it.saga().possessions().lightpath().map(path -> path.id())),
                perhaps(
                        "ElementsSwitched",
                        it -> Optional.of(it.saga().possessions().elementsSwitched())
                                .filter(count -> count > 0)));
    }

    private static List<ResourceProperty<RunningMigration>> end() {
        return List.of(
                perhaps(
                        "Outcome",
                        it -> Optional.of(it.saga())
                                .filter(MigrationSaga::isFinal)
                                .map(MigrationSaga::state)),
                ResourceProperty.many(
                        name("Failure"),
                        it -> it.saga().failure().map(failure -> fault(it.saga(), failure)).stream()
                                .toList()),
                perhaps("Advice", it -> it.saga().advice().map(MigrationProperties::sentence)));
    }

    /** What the finished move took is exact; before that, what the copy reported last. */
    private static Optional<Long> bytesMoved(RunningMigration it) {
        long measured = it.saga().figures().moved().value();
        return measured > 0
                ? Optional.of(measured)
                : it.progress().map(progress -> progress.moved().value());
    }

    private static XmlElement step(StepRecord step) {
        List<XmlElement> parts = new ArrayList<>(List.of(
                XmlElement.of(type("Name"), step.step()),
                XmlElement.of(type("Started"), step.started()),
                XmlElement.of(type("Ended"), step.ended())));
        String given = step.given().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        if (!given.isEmpty()) {
            parts.add(XmlElement.of(type("Given"), sentence(given)));
        }
        step.failure().map(MigrationProperties::inVain).ifPresent(parts::add);
        return XmlElement.of(name("Step"), parts);
    }

    private static XmlElement inVain(Failure failure) {
        return XmlElement.of(type("Failure"), sentence(failure.message()))
                .with(new QName("code"), failure.code().name());
    }

    private static String sentence(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_SENTENCE));
    }

    private static XmlElement fault(MigrationSaga saga, Failure failure) {
        XmlElement retryHelps =
                XmlElement.of(new QName(FAULTS, "RetryHelps"), failure.code().retryHelps());
        return XmlElement.of(
                name("Failure"),
                List.of(
                        XmlElement.of(new QName(FAULTS, "FaultDetails"), List.of(retryHelps)),
                        XmlElement.of(new QName(BASE_FAULTS, "Timestamp"), saga.since()),
                        XmlElement.of(new QName(BASE_FAULTS, "ErrorCode"), failure.code())
                                .with(new QName("dialect"), GridFault.CODE_DIALECT),
                        XmlElement.of(new QName(BASE_FAULTS, "Description"), failure.message())));
    }

    private static ResourceProperty<RunningMigration> ofProgress(String local, Function<MoveProgress, Object> value) {
        return perhaps(local, it -> it.progress().map(value));
    }

    private static ResourceProperty<RunningMigration> ofOutlook(String local, Function<MigrationPlan, Object> value) {
        return perhaps(local, it -> it.outlook().map(value));
    }

    private static ResourceProperty<RunningMigration> ofPrediction(String local, Function<Blackout, Object> value) {
        return perhaps(local, it -> it.predicted().map(value));
    }

    private static ResourceProperty<RunningMigration> perhaps(
            String local, Function<RunningMigration, Optional<?>> value) {
        return ResourceProperty.many(
                name(local),
                it -> value.apply(it).map(given -> XmlElement.of(name(local), given)).stream()
                        .toList());
    }

    private static QName name(String local) {
        return new QName(NS, local);
    }

    private static QName type(String local) {
        return new QName(TYPES, local);
    }
}
