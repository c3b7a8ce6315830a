package io.sentinelsdn.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import picocli.CommandLine.Option;

/** Whom the emulated switches trust and who they are, as PEM files. */
final class TlsOptions {
    private static final char[] NO_PASSWORD = new char[0];

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "Connect over TLS and trust the certificates in this PEM file.")
    private Path ca;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "The switches' own certificate chain (PEM).")
    private Path cert;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PEM, PKCS #8, unencrypted).")
    private Path key;

    /**
     * The TLS context, or null for plain TCP.
     *
     * @throws IllegalArgumentException naming the option that is missing or whose file is wrong
     */
    SSLContext context() {
        if (ca == null && cert == null && key == null) {
            return null;
        }
        if (ca == null) {
            throw new IllegalArgumentException("--tls-ca is needed for TLS");
        }
        if ((cert == null) != (key == null)) {
            throw new IllegalArgumentException("--tls-cert and --tls-key are needed together");
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(cert == null ? null : keys(), trust().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException failed) {
            throw new IllegalArgumentException("TLS: " + failed.getMessage(), failed);
        }
    }

    private TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = emptyStore();
        int number = 0;
        for (Certificate certificate : certificates("--tls-ca", ca)) {
            trusted.setCertificateEntry("ca" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }

    private KeyManager[] keys() throws GeneralSecurityException, IOException {
        KeyStore own = emptyStore();
        Certificate[] chain = certificates("--tls-cert", cert).toArray(Certificate[]::new);
        own.setKeyEntry("switch", privateKey(), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String option, Path file) throws IOException {
        try (InputStream in = open(option, file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (!found.isEmpty()) {
                return found;
            }
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(option + " is no PEM certificate: " + file, unreadable);
        }
        throw new IllegalArgumentException(option + " holds no certificate: " + file);
    }

    private PrivateKey privateKey() throws GeneralSecurityException, IOException {
        String pem;
        try (InputStream in = open("--tls-key", key)) {
            pem = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        }
        String base64 = pem.replaceAll("-----[^-]+-----", "").replaceAll("\\s", "");
        try {
            PKCS8EncodedKeySpec spec =
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
                PrivateKey found = privateKey(algorithm, spec);
                if (found != null) {
                    return found;
                }
            }
        } catch (IllegalArgumentException noBase64) {
            throw new IllegalArgumentException("--tls-key is no PEM: " + key, noBase64);
        }
        throw new IllegalArgumentException("--tls-key is no unencrypted PKCS #8 key: " + key);
    }

    /** The key, or null if it is of another algorithm. */
    private static PrivateKey privateKey(String algorithm, PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException anotherAlgorithm) {
            return null;
        }
    }

    private static InputStream open(String option, Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + " cannot be read: " + file);
        }
        return Files.newInputStream(file);
    }
}
