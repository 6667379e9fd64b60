package org.vmturntable.drac.lightpath;

/** Is told of each change after it is stored. Called in the thread that made the change, in order for each lightpath: be quick. */
@FunctionalInterface
public interface LightpathListener {
    void changed(Lightpath now);
}
