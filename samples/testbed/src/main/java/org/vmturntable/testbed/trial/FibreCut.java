package org.vmturntable.testbed.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.vmturntable.testbed.wan.FibreControl;

/**
 * A fibre that is cut.
 *
 * @param from the element whose light alone is lost; empty for both ways
 */
record FibreCut(Path state, String fibre, Optional<String> from) implements Blow {
    @Override
    public boolean strike() {
        try {
            if (from.isPresent()) {
                FibreControl.cutFrom(state, fibre, from.get());
            } else {
                FibreControl.cut(state, fibre);
            }
            return true;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public void mend() {
        try {
            FibreControl.mend(state, fibre);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
