package org.vmturntable.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmturntable.cli.grid.CopyProgress;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.FakeGrid;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Step;

class MigrationFollowerTest implements MigrationWatcher {
    private static final Failure SILENT = Failure.of(FailureKind.UNREACHABLE, "SITE_UNREACHABLE", "No answer.");

    private final FakeGrid grid = new FakeGrid();
    private final List<String> heard = new ArrayList<>();
    private Instant now = FakeGrid.START;

    private Migration follow() throws InterruptedException {
        InstantSource source = () -> now;
        Clock clock = source.withZone(ZoneOffset.UTC);
        return new MigrationFollower(grid, clock, this::pass)
                .follow(FakeGrid.reference("amsterdam", FakeGrid.MIGRATION), this);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public void began(Step step) {
        heard.add("+" + step.name());
    }

    @Override
    public void ended(Step step) {
        heard.add("-" + step.name());
    }

    @Override
    public void silent(Failure failure) {
        heard.add("silent");
    }

    @Test
    void tellsEachBeginningAndEndOnceEvenIfManyCameBetweenTwoLooks() throws Exception {
        grid.looks.add(FakeGrid.in(MigrationState.ROOM_HELD, 1, CopyProgress.NONE));
        grid.looks.add(FakeGrid.in(MigrationState.ROOM_HELD, 1, CopyProgress.NONE));
        grid.looks.add(FakeGrid.completed());
        assertThat(follow().state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(heard)
                .containsExactly(
                        "+ROOM_HELD",
                        "-ROOM_HELD",
                        "+AUTHORISED",
                        "-AUTHORISED",
                        "+ARRIVAL_PREPARED",
                        "-ARRIVAL_PREPARED",
                        "+COPYING",
                        "-COPYING",
                        "+TUNNEL_MOVED",
                        "-TUNNEL_MOVED");
    }

    @Test
    void bearsASiteThatIsStartedAnew() throws Exception {
        grid.looks.add(SILENT);
        grid.looks.add(SILENT);
        grid.looks.add(FakeGrid.completed());
        assertThat(follow().state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(heard).startsWith("silent", "silent", "+ROOM_HELD");
    }

    @Test
    void givesUpOnASiteThatStaysSilentForAMinute() {
        grid.looks.add(SILENT);
        assertThatThrownBy(this::follow).isInstanceOf(GridFailure.class);
        assertThat(Duration.between(FakeGrid.START, now)).isEqualTo(MigrationFollower.PATIENCE);
    }

    @Test
    void doesNotAskAgainWhenItMayNotKnow() {
        grid.looks.add(Failure.of(FailureKind.NOT_AUTHORISED, "CALLER_NOT_PERMITTED", "Not yours."));
        assertThatThrownBy(this::follow).isInstanceOf(GridFailure.class).hasMessage("Not yours.");
        assertThat(now).isEqualTo(FakeGrid.START);
    }
}
