package org.vmturntable.container.soap;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.vmturntable.soap.edge.AttachVm;
import org.vmturntable.soap.edge.AttachVmResponse;
import org.vmturntable.soap.edge.BicastVm;
import org.vmturntable.soap.edge.BicastVmResponse;
import org.vmturntable.soap.edge.DetachVm;
import org.vmturntable.soap.edge.DetachVmResponse;
import org.vmturntable.soap.edge.EdgeGateway;
import org.vmturntable.soap.edge.MoveVm;
import org.vmturntable.soap.edge.MoveVmResponse;
import org.vmturntable.soap.edge.QueryVm;
import org.vmturntable.soap.edge.QueryVmResponse;
import org.vmturntable.soap.types.Attachment;

/** An endpoint that notes who reached it, and throws what it is told to. */
final class EdgeStub implements EdgeGateway {
    final List<CurrentCall> calls = new CopyOnWriteArrayList<>();
    volatile @Nullable RuntimeException failure;

    @Override
    public AttachVmResponse attachVm(AttachVm request) {
        note();
        Attachment attachment = new Attachment();
        attachment.setVmId(request.getVmId());
        attachment.setMacAddress(request.getMacAddress());
        attachment.setAddress(request.getAddress());
        attachment.setSite(request.getSite());
        attachment.setEpoch(request.getEpoch());
        AttachVmResponse response = new AttachVmResponse();
        response.setAttachment(attachment);
        return response;
    }

    @Override
    public MoveVmResponse moveVm(MoveVm request) {
        note();
        return new MoveVmResponse();
    }

    @Override
    public BicastVmResponse bicastVm(BicastVm request) {
        note();
        return new BicastVmResponse();
    }

    @Override
    public QueryVmResponse queryVm(QueryVm request) {
        note();
        return new QueryVmResponse();
    }

    @Override
    public DetachVmResponse detachVm(DetachVm request) {
        note();
        return new DetachVmResponse();
    }

    private void note() {
        calls.add(CurrentCall.get());
        RuntimeException toThrow = failure;
        if (toThrow != null) {
            throw toThrow;
        }
    }
}
