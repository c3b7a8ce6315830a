package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path dir;

    private final KeyStore keys = keyStore();

    @BeforeEach
    void makeKey() throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "api",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-keyalg",
                        "EC",
                        "-keystore",
                        dir.resolve("keys.p12").toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        try (InputStream in = Files.newInputStream(dir.resolve("keys.p12"))) {
            keys.load(in, PASSWORD);
        }
        write("api.crt", "CERTIFICATE", keys.getCertificate("api").getEncoded());
        write("api.key", "PRIVATE KEY", keys.getKey("api", PASSWORD).getEncoded());
    }

    @Test
    void shouldSpeakTlsOnly() throws Exception {
        try (ApiFixture api = new ApiFixture(config("api.crt", "api.key"))) {
            HttpClient client = HttpClient.newBuilder().sslContext(trust()).build();
            URI health = URI.create("https://127.0.0.1:" + api.server.port() + "/health");

            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
            assertThatThrownBy(() -> api.get("/health")).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldNameTheFileThatCannotBeUsed() throws Exception {
        Files.writeString(dir.resolve("empty.crt"), "");
        Files.writeString(dir.resolve("other.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");

        assertThatThrownBy(() -> new ApiFixture(config("empty.crt", "api.key")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.crt");
        assertThatThrownBy(() -> new ApiFixture(config("api.crt", "none.key")))
                .hasMessageContaining("none.key cannot be read");
        assertThatThrownBy(() -> new ApiFixture(config("api.crt", "other.key")))
                .hasMessageContaining("other.key must be a PKCS#8 key in PEM without a password");
    }

    private ApiConfig config(String certificate, String key) {
        return ApiConfig.at("127.0.0.1", 0, false)
                .with(new ApiSecurity(
                        0, false, List.of(), dir.resolve(certificate), dir.resolve(key), Duration.ofHours(1)));
    }

    private SSLContext trust() throws Exception {
        KeyStore believed = keyStore();
        believed.load(null, PASSWORD);
        believed.setCertificateEntry("api", keys.getCertificate("api"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(believed);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static KeyStore keyStore() {
        try {
            return KeyStore.getInstance("PKCS12");
        } catch (java.security.KeyStoreException e) {
            throw new AssertionError(e);
        }
    }

    private void write(String file, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                dir.resolve(file), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
