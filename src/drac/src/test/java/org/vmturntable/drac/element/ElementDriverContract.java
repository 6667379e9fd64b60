package org.vmturntable.drac.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import org.junit.jupiter.api.Test;
import org.vmturntable.drac.element.CrossConnect.Side;
import org.vmturntable.drac.element.ElementDriver.Reading;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.PortId;

/** What every element driver must do, whatever it speaks. The element has the ports client-1, client-2, line-1 and line-2. */
public abstract class ElementDriverContract {
    protected static final int LABEL = 100;

    protected final LightpathId owner = LightpathId.random();
    protected final LightpathId other = LightpathId.random();

    /** The driver of an element on which nothing is joined. */
    protected abstract ElementDriver driver();

    /** From now on the element answers nobody. */
    protected abstract void cutOff();

    /** Half of what {@code connect} makes is lost on the element. */
    protected abstract void damage(CrossConnect connected);

    protected CrossConnect clientToLine(LightpathId whose, int label) {
        return new CrossConnect(whose, label, side("client-1", false), side("line-1", true));
    }

    protected Side side(String port, boolean labelled) {
        return new Side(new PortId(driver().element(), port), labelled);
    }

    @Test
    void showsWhatItConnected() {
        CrossConnect wanted = clientToLine(owner, LABEL);
        assertThat(driver().read(wanted)).isEqualTo(Reading.ABSENT);
        driver().connect(wanted);
        assertThat(driver().read(wanted)).isEqualTo(Reading.CONNECTED);
        driver().disconnect(wanted);
        assertThat(driver().read(wanted)).isEqualTo(Reading.ABSENT);
    }

    @Test
    void joinsTwoLinesForALightpathThatPassesThrough() {
        CrossConnect through = new CrossConnect(owner, LABEL, side("line-1", true), side("line-2", true));
        driver().connect(through);
        assertThat(driver().read(through)).isEqualTo(Reading.CONNECTED);
    }

    @Test
    void connectsAndDisconnectsTwiceWithTheSameEffect() {
        CrossConnect wanted = clientToLine(owner, LABEL);
        driver().connect(wanted);
        driver().connect(wanted);
        assertThat(driver().read(wanted)).isEqualTo(Reading.CONNECTED);
        driver().disconnect(wanted);
        driver().disconnect(wanted);
        assertThat(driver().read(wanted)).isEqualTo(Reading.ABSENT);
    }

    @Test
    void disconnectsWhatWasNeverConnected() {
        driver().disconnect(clientToLine(owner, LABEL));
        assertThat(driver().read(clientToLine(owner, LABEL))).isEqualTo(Reading.ABSENT);
    }

    @Test
    void keepsTwoLightpathsApart() {
        CrossConnect first = clientToLine(owner, LABEL);
        CrossConnect second = new CrossConnect(other, LABEL + 1, side("client-2", false), side("line-1", true));
        driver().connect(first);
        driver().connect(second);
        driver().disconnect(first);
        assertThat(driver().read(second)).isEqualTo(Reading.CONNECTED);
    }

    @Test
    void refusesALabelThatServesAnother() {
        CrossConnect theirs = clientToLine(other, LABEL);
        driver().connect(theirs);
        CrossConnect ours = new CrossConnect(owner, LABEL, side("client-2", false), side("line-2", true));
        assertFails(FailureCode.ELEMENT_REFUSED, () -> driver().connect(ours));
        assertThat(driver().read(theirs)).isEqualTo(Reading.CONNECTED);
        assertThat(driver().read(ours)).isEqualTo(Reading.FOREIGN);
    }

    @Test
    void leavesAloneWhatIsAnothers() {
        CrossConnect theirs = clientToLine(other, LABEL);
        driver().connect(theirs);
        driver().disconnect(clientToLine(owner, LABEL));
        assertThat(driver().read(theirs)).isEqualTo(Reading.CONNECTED);
    }

    @Test
    void seesAndMendsWhatIsThereByHalf() {
        CrossConnect wanted = clientToLine(owner, LABEL);
        driver().connect(wanted);
        damage(wanted);
        assertThat(driver().read(wanted)).isEqualTo(Reading.DIFFERENT);
        driver().connect(wanted);
        assertThat(driver().read(wanted)).isEqualTo(Reading.CONNECTED);
    }

    @Test
    void cleansWhatIsThereByHalf() {
        CrossConnect wanted = clientToLine(owner, LABEL);
        driver().connect(wanted);
        damage(wanted);
        driver().disconnect(wanted);
        assertThat(driver().read(wanted)).isEqualTo(Reading.ABSENT);
    }

    @Test
    void saysThatItsElementDoesNotAnswer() {
        CrossConnect wanted = clientToLine(owner, LABEL);
        cutOff();
        assertFails(FailureCode.ELEMENT_UNREACHABLE, () -> driver().connect(wanted));
        assertFails(FailureCode.ELEMENT_UNREACHABLE, () -> driver().read(wanted));
        assertFails(FailureCode.ELEMENT_UNREACHABLE, () -> driver().disconnect(wanted));
    }
}
