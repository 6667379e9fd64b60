package org.vmturntable.drac.element;

import org.vmturntable.kernel.FailureCode;

class InMemoryElementTest extends ElementDriverContract {
    private final InMemoryElement element = new InMemoryElement("amsterdam");

    @Override
    protected ElementDriver driver() {
        return element;
    }

    @Override
    protected void cutOff() {
        element.failWith(FailureCode.ELEMENT_UNREACHABLE);
    }

    @Override
    protected void damage(CrossConnect connected) {
        element.damage(connected);
    }
}
