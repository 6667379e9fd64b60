package org.vmturntable.soap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.wss4j.common.crypto.Crypto;
import org.apache.wss4j.common.crypto.Merlin;

/**
 * Who speaks: a private key with its certificate, and the authorities it trusts. One identity serves both layers, TLS and message
 * signatures, for a service refuses a caller whose two differ. Keys are RSA, since the contracts ask for RSA signatures.
 */
public final class SoapIdentity {
    private static final String TYPE = "PKCS12";

    private final KeyStore keys;
    private final KeyStore trusted;
    private final char[] password;
    private final String alias;

    private SoapIdentity(KeyStore keys, KeyStore trusted, char[] password, String alias) {
        this.keys = keys;
        this.trusted = trusted;
        this.password = password;
        this.alias = alias;
    }

    /**
     * Reads an identity from PKCS #12 files that share one password.
     *
     * @param keyStore holds exactly one private key
     * @param trustStore holds the certificates of the authorities
     * @param passwordFile its first line is the password of both
     * @throws IOException if a file cannot be read, the password is wrong, or the key store has not exactly one private key
     */
    public static SoapIdentity read(Path keyStore, Path trustStore, Path passwordFile) throws IOException {
        List<String> lines = Files.readAllLines(passwordFile);
        if (lines.isEmpty()) {
            throw new IOException("the password file " + passwordFile + " is empty");
        }
        char[] password = lines.get(0).toCharArray();
        KeyStore keys = open(keyStore, password);
        return new SoapIdentity(keys, open(trustStore, password), password, onlyKey(keys, keyStore));
    }

    private static KeyStore open(Path file, char[] password) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(in, password);
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read the key store " + file, e);
        }
    }

    private static String onlyKey(KeyStore keys, Path file) throws IOException {
        try {
            List<String> found = new java.util.ArrayList<>();
            for (String name : Collections.list(keys.aliases())) {
                if (keys.isKeyEntry(name)) {
                    found.add(name);
                }
            }
            if (found.size() != 1) {
                throw new IOException("the key store " + file + " holds " + found.size() + " private keys, not one");
            }
            return found.get(0);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read the key store " + file, e);
        }
    }

    /** A TLS context that presents this identity and trusts only its authorities. */
    public SSLContext tls() {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
            own.init(keys, password);
            TrustManagerFactory others = TrustManagerFactory.getInstance("PKIX");
            others.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), others.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key store was read but does not serve for TLS", e);
        }
    }

    /** Signs and verifies messages with this identity's key and authorities. */
    public Crypto signatures() {
        Merlin crypto = new Merlin();
        crypto.setKeyStore(keys);
        crypto.setTrustStore(trusted);
        crypto.setDefaultX509Identifier(alias);
        return crypto;
    }

    /** What others know this identity by. */
    public X509Certificate certificate() {
        try {
            return (X509Certificate) keys.getCertificate(alias);
        } catch (KeyStoreException e) {
            throw new IllegalStateException("the key store was read but does not answer", e);
        }
    }

    /** Name of the private key in its store. */
    public String alias() {
        return alias;
    }

    /** Password of the private key; for the layers that ask for it again, never for a log. */
    public String keyPassword() {
        return new String(password);
    }

    @Override
    public String toString() {
        return "SoapIdentity[" + Objects.requireNonNull(alias) + "]";
    }
}
