package org.vmturntable.container.lightpath;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vmturntable.drac.lightpath.Lightpath;
import org.vmturntable.drac.lightpath.LightpathService;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.wsrf.resource.ResourceHome;

/** The broker's lightpaths as resources; ending one releases it. */
final class LightpathHome implements ResourceHome<Lightpath> {
    private static final int MOST_TOLD = 200;

    private final LightpathService lightpaths;

    LightpathHome(LightpathService lightpaths) {
        this.lightpaths = lightpaths;
    }

    @Override
    public Lightpath require(String key) {
        return lightpaths.get(id(key));
    }

    /** The newest, newest first. */
    @Override
    public List<Lightpath> all() {
        return lightpaths.newest(MOST_TOLD);
    }

    @Override
    public String key(Lightpath lightpath) {
        return lightpath.id().toString();
    }

    @Override
    public void destroy(String key) {
        lightpaths.releaseByOperator(id(key));
    }

    @Override
    public Optional<Instant> terminationTime(Lightpath lightpath) {
        return Optional.of(lightpath.terms().window().until());
    }

    private static LightpathId id(String key) {
        try {
            return LightpathId.parse(key);
        } catch (GridException malformed) {
            throw new GridException(FailureCode.LIGHTPATH_UNKNOWN, "No lightpath " + key, malformed);
        }
    }
}
