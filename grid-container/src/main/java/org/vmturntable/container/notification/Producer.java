package org.vmturntable.container.notification;

import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;

/** A resource whose events can be subscribed to, as subscriptions name it. */
public record Producer(Kind kind, String key) {
    /** Kinds of resources that have events. */
    public enum Kind {
        MIGRATION,
        VM
    }

    public static Producer of(MigrationId migration) {
        return new Producer(Kind.MIGRATION, migration.toString());
    }

    public static Producer of(VmId vm) {
        return new Producer(Kind.VM, vm.toString());
    }

    /** Reads {@link #toString}. */
    static Producer parse(String text) {
        int slash = text.indexOf('/');
        return new Producer(Kind.valueOf(text.substring(0, slash)), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return kind + "/" + key;
    }
}
