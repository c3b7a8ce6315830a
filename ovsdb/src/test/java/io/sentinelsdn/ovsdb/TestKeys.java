package io.sentinelsdn.ovsdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates for a test, made with the keytool of this JDK; each name signs itself. */
final class TestKeys {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final KeyStore keys = KeyStore.getInstance("PKCS12");

    TestKeys(Path folder, String... names) throws Exception {
        this.folder = folder;
        Path store = folder.resolve("all.p12");
        for (String name : names) {
            keytool(store, name);
        }
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
    }

    Path certificate(String name) throws Exception {
        return write(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
    }

    Path key(String name) throws Exception {
        return write(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
    }

    /** A server that shows the certificate of one name and believes another. */
    SSLContext server(String own, String believed) throws Exception {
        KeyStore mine = KeyStore.getInstance("PKCS12");
        mine.load(null, PASSWORD);
        mine.setKeyEntry(own, keys.getKey(own, PASSWORD), PASSWORD, new java.security.cert.Certificate[] {
            keys.getCertificate(own)
        });
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(mine, PASSWORD);
        KeyStore theirs = KeyStore.getInstance("PKCS12");
        theirs.load(null, PASSWORD);
        theirs.setCertificateEntry(believed, keys.getCertificate(believed));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(theirs);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static void keytool(Path store, String name) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList("-genkeypair", "-alias", name, "-dname", "CN=" + name, "-keyalg", "EC"));
        command.addAll(Arrays.asList("-keystore", store.toString(), "-storepass", new String(PASSWORD)));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    private Path write(String file, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                folder.resolve(file), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
