package io.sentinelsdn.api.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads certificates and keys from PEM files (RFC 7468). Stateless. */
public final class PemTls {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private PemTls() {}

    /**
     * A TLS context for a server.
     *
     * @param certificates the server's certificate first, then those that sign it
     * @param key its key, PKCS#8 without a password
     * @throws IOException with one line that names the file and what is wrong with it, never its content
     */
    public static SSLContext server(Path certificates, Path key) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("api", privateKey(key), new char[0], chain("api", certificates));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(
                    "api certificate " + certificates + " and key " + key + " cannot be used together: "
                            + unusable.getMessage(),
                    unusable);
        }
    }

    /**
     * A TLS context for a client.
     *
     * @param ca certificates that sign those of servers; no others are trusted
     * @throws IOException with one line that names the file and what is wrong with it
     */
    public static SSLContext trusting(Path ca) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : chain("CA", ca)) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("CA certificate " + ca + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    private static Certificate[] chain(String whose, Path file) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (chain.isEmpty()) {
                throw new IOException(whose + " certificate " + file + " holds no certificate in PEM");
            }
            return chain.toArray(Certificate[]::new);
        } catch (java.nio.file.FileSystemException missing) {
            throw new IOException(whose + " certificate " + file + " cannot be read", missing);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException unreadable) {
            throw new IOException("api key " + file + " cannot be read", unreadable);
        }
        Matcher pem = KEY.matcher(text);
        if (!pem.find()) {
            throw new IOException("api key " + file
                    + " must be a PKCS#8 key in PEM without a password (openssl pkcs8 -topk8 -nocrypt)");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException anotherAlgorithm) {
                // The next one may fit.
            } catch (GeneralSecurityException e) {
                throw new AssertionError("every JDK knows " + algorithm, e);
            }
        }
        throw new IOException("api key " + file + " must be an RSA, EC or Ed25519 key");
    }
}
