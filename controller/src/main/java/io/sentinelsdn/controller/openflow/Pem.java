package io.sentinelsdn.controller.openflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM (RFC 7468). Every complaint is one line that names the setting and the file. */
final class Pem {
    private static final long MOST_BYTES = 1 << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private Pem() {}

    /** All certificates of a file, in its order. */
    static X509Certificate[] certificates(String setting, Path file) throws IOException {
        byte[] text = read(setting, file);
        try {
            X509Certificate[] found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(text))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toArray(X509Certificate[]::new);
            if (found.length > 0) {
                return found;
            }
        } catch (GeneralSecurityException broken) {
            throw new IOException(setting + ": " + file + " is no certificate in PEM", broken);
        }
        throw new IOException(setting + ": " + file + " holds no certificate in PEM");
    }

    /** The private key of a file. */
    static PrivateKey privateKey(String setting, Path file) throws IOException {
        String text = new String(read(setting, file), StandardCharsets.US_ASCII);
        Matcher key = KEY.matcher(text);
        if (!key.find()) {
            boolean other = text.contains("PRIVATE KEY-----");
            throw new IOException(setting + ": " + file
                    + (other
                            ? " must be a PKCS#8 key without a password: openssl pkcs8 -topk8 -nocrypt makes one"
                            : " holds no private key in PEM"));
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
        GeneralSecurityException last = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException another) {
                last = another;
            }
        }
        throw new IOException(setting + ": " + file + " is no key of " + String.join(", ", ALGORITHMS), last);
    }

    /** Whether the key is that of the certificate: what one signs the other verifies. */
    static boolean belong(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        try {
            byte[] sample = algorithm.getBytes(StandardCharsets.US_ASCII);
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(sample);
            byte[] signed = signer.sign();
            signer.initVerify(certified);
            signer.update(sample);
            return signer.verify(signed);
        } catch (GeneralSecurityException different) {
            return false;
        }
    }

    private static byte[] read(String setting, Path file) throws IOException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("more than " + MOST_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new IOException(setting + ": no such file: " + file, missing);
        } catch (IOException unreadable) {
            throw new IOException(setting + ": cannot read " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }
}
