package org.vmturntable.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.kernel.Failures.assertFails;

import org.junit.jupiter.api.Test;

class TransitionTableTest {
    private enum Lamp {
        OFF,
        ON,
        BROKEN
    }

    private enum Hand {
        PRESS,
        DROP
    }

    private static final TransitionTable<Lamp, Hand> MOVES = TransitionTable.<Lamp, Hand>from(Lamp.OFF)
            .move(Lamp.OFF, Hand.PRESS, Lamp.ON)
            .move(Lamp.ON, Hand.PRESS, Lamp.OFF)
            .move(Lamp.ON, Hand.DROP, Lamp.BROKEN)
            .ends(Lamp.BROKEN);

    @Test
    void followsAMoveThatIsInTheTable() {
        assertThat(MOVES.move(Lamp.OFF, Hand.PRESS)).isEqualTo(Lamp.ON);
        assertThat(MOVES.isEnd(Lamp.BROKEN)).isTrue();
    }

    @Test
    void refusesAMoveThatIsNotInTheTable() {
        assertFails(FailureCode.STATE_FORBIDS, () -> MOVES.move(Lamp.OFF, Hand.DROP));
    }

    @Test
    void refusesATableWithAStateThatHasNoWayOut() {
        assertThatThrownBy(() -> TransitionTable.<Lamp, Hand>from(Lamp.OFF)
                        .move(Lamp.OFF, Hand.PRESS, Lamp.ON)
                        .ends(Lamp.BROKEN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ON");
    }
}
