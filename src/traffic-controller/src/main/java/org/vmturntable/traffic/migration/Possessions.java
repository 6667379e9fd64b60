package org.vmturntable.traffic.migration;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vmturntable.kernel.TokenId;
import org.vmturntable.traffic.lightpath.ReservedLightpath;
import org.vmturntable.traffic.site.Landing;
import org.vmturntable.traffic.site.Room;

/**
 * What a migration was given, and what of it may still be held.
 *
 * @param held what may be held somewhere, lost answers included, in the order of {@link Holding}; may be empty
 * @param token its id; the token itself is not kept: who presents it again, as an extension does, has it renewed under its id first
 * @param elementsSwitched 0 until they are
 */
public record Possessions(
        Set<Holding> held,
        Optional<Room> room,
        Optional<TokenId> token,
        Optional<ReservedLightpath> lightpath,
        int elementsSwitched,
        Optional<Landing> landing) {
    public Possessions {
        Set<Holding> copy = EnumSet.noneOf(Holding.class);
        copy.addAll(held);
        held = Collections.unmodifiableSet(copy);
    }

    static final Possessions NOTHING =
            new Possessions(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.empty());

    /** To be written down before the request leaves: its answer may be lost. */
    Possessions perhaps(Holding holding) {
        Set<Holding> more = EnumSet.of(holding);
        more.addAll(held);
        return new Possessions(more, room, token, lightpath, elementsSwitched, landing);
    }

    Possessions without(Holding holding) {
        Set<Holding> fewer = EnumSet.noneOf(Holding.class);
        fewer.addAll(held);
        fewer.remove(holding);
        return new Possessions(fewer, room, token, lightpath, elementsSwitched, landing);
    }

    Possessions with(Room given) {
        return new Possessions(held, Optional.of(given), token, lightpath, elementsSwitched, landing);
    }

    Possessions with(TokenId given) {
        return new Possessions(held, room, Optional.of(given), lightpath, elementsSwitched, landing);
    }

    /** Another than before, or the same with another end; the elements of another are not switched yet. */
    Possessions with(ReservedLightpath given) {
        boolean same = lightpath.filter(had -> had.id().equals(given.id())).isPresent();
        return new Possessions(held, room, token, Optional.of(given), same ? elementsSwitched : 0, landing);
    }

    /** When the first of what was given ends by itself; empty before room is. */
    public Optional<Instant> leaseEnd() {
        return Stream.concat(room.map(Room::until).stream(), lightpath.map(ReservedLightpath::until).stream())
                .min(Comparator.naturalOrder());
    }

    Possessions switched(int elements) {
        return new Possessions(held, room, token, lightpath, elements, landing);
    }

    Possessions with(Landing given) {
        return new Possessions(held, room, token, lightpath, elementsSwitched, Optional.of(given));
    }
}
