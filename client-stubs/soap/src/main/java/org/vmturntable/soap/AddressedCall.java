package org.vmturntable.soap;

import jakarta.xml.ws.BindingProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.apache.cxf.ws.addressing.AddressingProperties;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.apache.cxf.ws.addressing.JAXWSAConstants;
import org.jspecify.annotations.Nullable;

/** Directs each call of a shared client to one endpoint reference, with its reference parameters. */
final class AddressedCall implements InvocationHandler {
    private final Object client;
    private final EndpointReferenceType reference;

    AddressedCall(Object client, EndpointReferenceType reference) {
        this.client = client;
        this.reference = reference;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        // The context belongs to the calling thread: see Client.setThreadLocalRequestContext.
        Map<String, Object> context = ((BindingProvider) client).getRequestContext();
        context.put(
                BindingProvider.ENDPOINT_ADDRESS_PROPERTY,
                EndpointReferences.address(reference).toString());
        context.put(JAXWSAConstants.CLIENT_ADDRESSING_PROPERTIES, addressing());
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        } finally {
            context.remove(JAXWSAConstants.CLIENT_ADDRESSING_PROPERTIES);
        }
    }

    private AddressingProperties addressing() {
        AddressingProperties addressing = new AddressingProperties();
        addressing.setTo(reference);
        return addressing;
    }

    private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "client of " + EndpointReferences.address(reference);
        };
    }
}
