package org.vmturntable.soap;

import jakarta.jws.WebService;
import java.util.Map;
import javax.xml.namespace.QName;
import org.vmturntable.soap.aaa.Aaa;
import org.vmturntable.soap.consumer.NotificationConsumer;
import org.vmturntable.soap.drac.Drac;
import org.vmturntable.soap.edge.EdgeGateway;
import org.vmturntable.soap.hosting.HostingSite;
import org.vmturntable.soap.lightpath.Lightpath;
import org.vmturntable.soap.migration.Migration;
import org.vmturntable.soap.site.SiteDirectory;
import org.vmturntable.soap.subscription.SubscriptionManager;
import org.vmturntable.soap.vm.MigratableVm;

/**
 * What a service is, by its generated port type: the WSDL on the class path and the names in it.
 *
 * @param portType generated interface
 * @param wsdl location on the class path
 */
public record Contract(Class<?> portType, String wsdl) {
    private static final Map<Class<?>, String> FILES = Map.of(
            MigratableVm.class, "migratable-vm",
            Migration.class, "migration",
            SiteDirectory.class, "site-directory",
            HostingSite.class, "hosting-site",
            Aaa.class, "aaa",
            Drac.class, "drac",
            Lightpath.class, "lightpath",
            EdgeGateway.class, "edge-gateway",
            SubscriptionManager.class, "subscription-manager",
            NotificationConsumer.class, "notification-consumer");

    /**
     * @param portType one of the generated port types
     * @throws IllegalArgumentException if it is not one of them
     */
    public static Contract of(Class<?> portType) {
        String file = FILES.get(portType);
        if (file == null) {
            throw new IllegalArgumentException(portType + " is not the port type of a contract in wsdl/");
        }
        return new Contract(portType, "classpath:wsdl/" + file + ".wsdl");
    }

    /**
     * The contract that an object implements.
     *
     * @throws IllegalArgumentException if it implements none
     */
    public static Contract implementedBy(Object implementation) {
        return FILES.keySet().stream()
                .filter(portType -> portType.isInstance(implementation))
                .findFirst()
                .map(Contract::of)
                .orElseThrow(() -> new IllegalArgumentException(implementation.getClass() + " implements no contract"));
    }

    /** Name of the WSDL service. */
    public QName service() {
        return named("Service");
    }

    /** Name of the WSDL port. */
    public QName port() {
        return named("Port");
    }

    private QName named(String suffix) {
        WebService annotation = portType.getAnnotation(WebService.class);
        return new QName(annotation.targetNamespace(), annotation.name() + suffix);
    }
}
