package org.vmturntable.testbed.element;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snmp4j.agent.DefaultMOScope;
import org.snmp4j.agent.MOScope;
import org.snmp4j.agent.mo.GenericManagedObject;
import org.snmp4j.agent.request.Request;
import org.snmp4j.agent.request.SubRequest;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * The element as the agent's one managed object: all of mib-2, so that whatever a SET touches is one transaction. The agent
 * serves one request at a time.
 */
final class ElementObject implements GenericManagedObject {
    private static final long NANOS_PER_TICK = 10_000_000L;

    private final OpticalElement element;
    private final long started = System.nanoTime();
    private final MOScope scope =
            new DefaultMOScope(ElementOids.MIB_2, true, new OID(ElementOids.MIB_2).nextPeer(), false);
    private @Nullable Transaction transaction;

    ElementObject(OpticalElement element) {
        this.element = element;
    }

    @Override
    public MOScope getScope() {
        return scope;
    }

    @Override
    public @Nullable OID find(MOScope range) {
        NavigableMap<OID, Variable> view = view();
        OID from = range.getLowerBound();
        OID found = range.isLowerIncluded() ? view.ceilingKey(from) : view.higherKey(from);
        return found != null && range.covers(found) ? found : null;
    }

    @Override
    public void get(SubRequest<?> request) {
        OID oid = request.getVariableBinding().getOid();
        Variable value = view().get(oid);
        request.getVariableBinding().setVariable(value == null ? Null.noSuchInstance : value);
        request.completed();
    }

    @Override
    @Deprecated
    public boolean next(SubRequest<?> request) {
        return answerNext(request, oid -> true);
    }

    @Override
    public boolean next(SubRequest<?> request, Function<OID, Boolean> permitted) {
        return answerNext(request, permitted);
    }

    private boolean answerNext(SubRequest<?> request, Function<OID, Boolean> permitted) {
        NavigableMap<OID, Variable> view = view();
        OID found = find(request.getScope());
        if (found == null || !permitted.apply(found)) {
            return false;
        }
        request.getVariableBinding().setOid(found);
        request.getVariableBinding().setVariable(view.get(found));
        request.completed();
        return true;
    }

    /** Works out the whole request at its first variable, so that a refusal comes before anything is changed. */
    @Override
    public void prepare(SubRequest<?> request) {
        if (transaction == null || transaction.request() != request.getRequest()) {
            transaction = null;
            List<SubRequest<?>> parts = partsOf(request.getRequest());
            try {
                transaction = new Transaction(
                        request.getRequest(),
                        element.configuration(),
                        ConfigurationChange.of(element, variablesOf(parts)));
            } catch (SetRefusedException refused) {
                parts.get(refused.variable()).getStatus().setErrorStatus(refused.errorStatus());
                return;
            }
        }
        request.completed();
    }

    @Override
    public void commit(SubRequest<?> request) {
        if (transaction != null) {
            element.configure(transaction.after());
        }
        request.completed();
    }

    @Override
    public void undo(SubRequest<?> request) {
        if (transaction != null) {
            element.configure(transaction.before());
        }
        request.completed();
    }

    @Override
    public void cleanup(SubRequest<?> request) {
        transaction = null;
        request.completed();
    }

    private NavigableMap<OID, Variable> view() {
        return ElementView.of(element, (System.nanoTime() - started) / NANOS_PER_TICK);
    }

    private List<SubRequest<?>> partsOf(Request<?, ?, ?> request) {
        List<SubRequest<?>> parts = new ArrayList<>();
        for (Iterator<? extends SubRequest<?>> each = request.iterator(); each.hasNext(); ) {
            parts.add(each.next());
        }
        return parts;
    }

    private static List<VariableBinding> variablesOf(List<SubRequest<?>> parts) {
        return parts.stream().map(SubRequest::getVariableBinding).toList();
    }

    private record Transaction(Request<?, ?, ?> request, ElementConfiguration before, ElementConfiguration after) {}
}
