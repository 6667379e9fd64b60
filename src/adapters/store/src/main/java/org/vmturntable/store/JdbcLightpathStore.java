package org.vmturntable.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vmturntable.drac.lightpath.Lightpath;
import org.vmturntable.drac.lightpath.LightpathState;
import org.vmturntable.drac.lightpath.LightpathStore;
import org.vmturntable.drac.lightpath.LightpathTerms;
import org.vmturntable.drac.lightpath.Presenter;
import org.vmturntable.drac.topology.PathEnds;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.VmId;

final class JdbcLightpathStore implements LightpathStore {
    private static final String COLUMNS =
            "id, use_id, reservation, vm, end_a, end_b, bandwidth_bps, window_from, window_until, presenter_site, presenter_key,"
                    + " ports, label, round_trip_nanos, state, since, note, revision, created";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM lightpath ";
    /** Constants of ours, so that they may stand in the statement. */
    private static final String HOLDING = Arrays.stream(LightpathState.values())
            .filter(LightpathState::holds)
            .map(state -> "'" + state.name() + "'")
            .collect(Collectors.joining(", "));

    private final Sql sql;

    JdbcLightpathStore(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void add(Lightpath it) {
        LightpathTerms terms = it.terms();
        boolean added = sql.insertNew(
                "INSERT INTO lightpath (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                it.id().value(),
                it.use().value(),
                terms.reservation().value(),
                terms.vm().value(),
                terms.ends().a().toString(),
                terms.ends().b().toString(),
                terms.bandwidth().bitsPerSecond(),
                terms.window().from(),
                terms.window().until(),
                it.presenter().site().value(),
                it.presenter().key(),
                it.route().portsAsText(),
                it.route().label(),
                it.route().roundTrip().toNanos(),
                it.state(),
                it.since(),
                it.note(),
                it.revision(),
                it.since());
        if (!added) {
            throw broken("Lightpath " + it.id() + " is stored already", it);
        }
    }

    @Override
    public void replace(Lightpath next) {
        int changed = sql.update(
                "UPDATE lightpath SET window_until = ?, state = ?, since = ?, note = ?, revision = ? WHERE id = ? AND revision = ?",
                next.terms().window().until(),
                next.state(),
                next.since(),
                next.note(),
                next.revision(),
                next.id().value(),
                next.revision() - 1);
        if (changed != 1) {
            throw broken("Lightpath " + next.id() + " was changed by someone else", next);
        }
    }

    @Override
    public Optional<Lightpath> find(LightpathId id) {
        return sql.first(SELECT + "WHERE id = ?", JdbcLightpathStore::read, id.value());
    }

    @Override
    public List<Lightpath> findByReservation(MigrationId reservation) {
        return sql.query(
                SELECT + "WHERE reservation = ? ORDER BY created, id", JdbcLightpathStore::read, reservation.value());
    }

    @Override
    public List<Lightpath> holding() {
        return sql.query(SELECT + "WHERE state IN (" + HOLDING + ")", JdbcLightpathStore::read);
    }

    @Override
    public List<Lightpath> newest(int limit) {
        return sql.query(SELECT + "ORDER BY created DESC, id FETCH FIRST ? ROWS ONLY", JdbcLightpathStore::read, limit);
    }

    private static Lightpath read(Row row) throws SQLException {
        LightpathTerms terms = new LightpathTerms(
                new MigrationId(row.uuid("reservation")),
                new VmId(row.uuid("vm")),
                new PathEnds(PortId.parse(row.text("end_a")), PortId.parse(row.text("end_b"))),
                new Bandwidth(row.number("bandwidth_bps")),
                new TimeWindow(row.instant("window_from"), row.instant("window_until")));
        Route route = new Route(
                Route.portsFromText(row.text("ports")),
                row.count("label"),
                Duration.ofNanos(row.number("round_trip_nanos")));
        return new Lightpath(
                new LightpathId(row.uuid("id")),
                new LightpathId(row.uuid("use_id")),
                terms,
                new Presenter(new SiteId(row.text("presenter_site")), row.text("presenter_key")),
                route,
                row.name("state", LightpathState.class),
                row.instant("since"),
                row.text("note"),
                row.number("revision"));
    }

    private static GridException broken(String message, Lightpath lightpath) {
        return new GridException(
                FailureCode.INVARIANT_BROKEN,
                message,
                Map.of("lightpath", lightpath.id().toString()));
    }
}
