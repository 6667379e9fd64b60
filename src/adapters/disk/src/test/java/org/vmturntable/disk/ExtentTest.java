package org.vmturntable.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExtentTest {
    @Property
    void aUnionCoversWhatItsPartsCoverAndNothingElseInOrderAndApart(@ForAll("extents") List<Extent> parts) {
        List<Extent> union = Extent.union(parts);
        assertThat(bits(union)).isEqualTo(bits(parts));
        for (int i = 1; i < union.size(); i++) {
            assertThat(union.get(i).offset()).isGreaterThan(union.get(i - 1).end());
        }
    }

    @Property
    void piecesAreTheWholeInOrder(@ForAll("extents") List<Extent> parts) {
        for (Extent part : parts) {
            List<Extent> pieces = part.pieces(7).toList();
            assertThat(Extent.union(pieces)).containsExactly(part);
            assertThat(Extent.total(pieces)).isEqualTo(part.length());
            assertThat(pieces).allMatch(piece -> piece.length() <= 7);
        }
    }

    @Test
    void refusesWhatIsNoPartOfADisk() {
        assertThatThrownBy(() -> new Extent(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Extent(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Extent(Long.MAX_VALUE, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<List<Extent>> extents() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 200), Arbitraries.longs().between(1, 40))
                .as(Extent::new)
                .list()
                .ofMaxSize(12);
    }

    private static BitSet bits(List<Extent> extents) {
        BitSet bits = new BitSet();
        extents.forEach(extent -> bits.set((int) extent.offset(), (int) extent.end()));
        return bits;
    }
}
