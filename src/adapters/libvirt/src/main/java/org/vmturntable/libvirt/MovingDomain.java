package org.vmturntable.libvirt;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;

/** The domain of a guest that is being moved away: what is to be seen of it, and what it is told. */
final class MovingDomain {
    private static final Logger log = LoggerFactory.getLogger(MovingDomain.class);

    private final VmId vm;
    private final Hypervisor hypervisor;

    /**
     * What was seen at one look.
     *
     * @param job the move; empty if none is under way
     */
    record Sight(Optional<JobFigures> job, DomainCondition condition) {
        private static final Sight NOTHING = new Sight(Optional.empty(), DomainCondition.GONE);

        /** The guest runs on here after a switch that failed; the job is only what libvirt has kept of it. */
        boolean isBack() {
            return condition.isBack(job);
        }
    }

    MovingDomain(VmId vm, Hypervisor hypervisor) {
        this.vm = vm;
        this.hypervisor = hypervisor;
    }

    Sight sight() {
        return hypervisor.call("watched", connection -> {
            Optional<DomainHandle> found = DomainHandle.find(connection, vm);
            if (found.isEmpty()) {
                return Sight.NOTHING;
            }
            try (DomainHandle domain = found.get()) {
                Optional<JobFigures> job = domain.moveOut();
                return new Sight(job, domain.condition());
            }
        });
    }

    /** False if that was not taken. */
    boolean limitDowntime(Duration limit) {
        return tell("given a time to stand still", domain -> domain.migrateSetMaxDowntime(limit.toMillis()));
    }

    /** Forgets the definition of a guest that has moved away, from which it could be started a second time. */
    void forget() {
        tell("forgotten", domain -> domain.undefine(LibvirtGuestMover.UNDEFINE_ALL));
    }

    /**
     * Ends and forgets what libvirt has left behind of a guest that is known to run elsewhere with all its memory: a QEMU that has stopped
     * for good, or a definition. Touches nothing else: the guest may have come back.
     */
    void removeRemnant() {
        DomainCondition left = sight().condition();
        if (left.switched()) {
            tell("ended here", Domain::destroy);
        }
        if (left.switched() || left.movedAway()) {
            forget();
        } else if (!left.equals(DomainCondition.GONE)) {
            log.warn("What there is of {} here is left alone: {}", vm, left);
        }
    }

    /** Ends a move whose guest has not switched. */
    void abort() {
        tell("kept from moving", Domain::abortJob);
    }

    void limitSpeed(long mebibytesPerSecond) {
        handle("held to a speed", domain -> domain.limitSpeed(mebibytesPerSecond));
    }

    /** True if libvirt and QEMU took the order. */
    boolean startPostCopy() {
        return handle("switched", DomainHandle::startPostCopy);
    }

    /** What is done to a libvirt domain. */
    private interface DomainAction {
        void on(Domain domain) throws LibvirtException;
    }

    /** For what makes no difference when the move has just ended; false if it was not done. */
    private boolean tell(String what, DomainAction action) {
        try {
            hypervisor.call(what, connection -> {
                Domain domain = connection.domainLookupByUUIDString(vm.toString());
                try {
                    action.on(domain);
                } finally {
                    domain.free();
                }
                return domain;
            });
            return true;
        } catch (GridException e) {
            log.debug("{} could not be {}", vm, what, e);
            return false;
        }
    }

    /** The same by the calls that libvirt-java lacks; false if it could not be done. */
    private boolean handle(String what, Consumer<DomainHandle> action) {
        try {
            return hypervisor.call(what, connection -> {
                Optional<DomainHandle> found = DomainHandle.find(connection, vm);
                found.ifPresent(domain -> {
                    try (domain) {
                        action.accept(domain);
                    }
                });
                return found.isPresent();
            });
        } catch (GridException e) {
            log.debug("{} could not be {}", vm, what, e);
            return false;
        }
    }
}
