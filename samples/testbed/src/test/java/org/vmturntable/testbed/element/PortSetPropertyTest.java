package org.vmturntable.testbed.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PortSetPropertyTest {
    @Property
    void readsThePortListThatItWrites(@ForAll long mask) {
        PortSet set = new PortSet(mask);
        assertThat(PortSet.ofOctets(set.octets(PortSet.LARGEST_PORT))).isEqualTo(set);
    }

    @Example
    void putsTheLowestPortIntoTheMostSignificantBit() {
        assertThat(PortSet.of(1, 3, 9).octets(9)).containsExactly(0xa0, 0x80);
    }

    @Example
    void takesALongerListThatNamesNoMorePorts() {
        assertThat(PortSet.ofOctets(new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0}))
                .isEqualTo(PortSet.of(1));
    }

    @Example
    void refusesAListOfPortsBeyondTheLargest() {
        assertThatThrownBy(() -> PortSet.ofOctets(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 1}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
