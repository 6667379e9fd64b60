package org.vmturntable.testbed.demo;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.profile.ClientProfile;
import org.vmturntable.soap.GridClients;
import org.vmturntable.soap.SoapIdentity;
import org.vmturntable.soap.aaa.Aaa;
import org.vmturntable.soap.aaa.QueryToken;

/** Asks the sites' authorities over SOAP, as the profile's user. */
public final class SoapTokens implements Tokens, AutoCloseable {
    private final Map<String, URI> sites;
    private final GridClients clients;

    private SoapTokens(Map<String, URI> sites, GridClients clients) {
        this.sites = sites;
        this.clients = clients;
    }

    /** @throws IOException if the identity's files cannot be read */
    public static SoapTokens open(ClientProfile profile) throws IOException {
        ClientProfile.Identity identity = profile.identity();
        return new SoapTokens(
                profile.sites(),
                new GridClients(
                        SoapIdentity.read(identity.keyStore(), identity.trustStore(), identity.passwordFile())));
    }

    /** The border to generated code, whose typed exceptions have no common type but Exception. */
    @Override
    public String stateOf(String site, String token) {
        QueryToken question = new QueryToken();
        question.setTokenId(token);
        try {
            return clients.port(Aaa.class, URI.create(sites.get(site) + "/aaa"))
                    .queryToken(question)
                    .getState()
                    .name();
        } catch (Exception refused) {
            throw new GridFailure(
                    Failure.of(
                            FailureKind.EXTERNAL,
                            "TOKEN_NOT_TOLD",
                            site + " does not tell what became of token " + token + ": " + refused.getMessage()),
                    refused);
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
