package io.sentinelsdn.api.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.api.tls.PemTls;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** An SMTP relay in this process, with a certificate of its own for 127.0.0.1; keeps what it is given. */
final class Relay implements AutoCloseable {
    /** A message that was taken. */
    record Taken(String from, List<String> to, String user, boolean overTls, String subject, String text) {}

    private static final String KEY_PASSWORD = "changeit";

    private final SMTPServer server;
    private final Path certificate;
    private final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();
    private final Semaphore logins = new Semaphore(0);

    private Relay(SMTPServer.Builder settings, String user, String password, Path certificate) throws IOException {
        this.certificate = certificate;
        if (user != null) {
            settings.requireAuth()
                    .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((u, p, context) -> {
                        logins.release();
                        if (!u.equals(user) || !p.equals(password)) {
                            throw new LoginFailedException();
                        }
                    }));
        }
        server = settings.bindAddress(InetAddress.getLoopbackAddress())
                .messageHandler(this::take)
                .build();
        server.start();
    }

    /** Knows neither TLS nor logins. */
    static Relay plain(Path dir) throws IOException {
        return new Relay(SMTPServer.port(0), null, null, dir.resolve("none.crt"));
    }

    /** Wants STARTTLS and a login. */
    static Relay startTls(Path dir, String user, String password) throws Exception {
        SSLContext context = context(dir);
        return new Relay(
                SMTPServer.port(0).enableTLS().requireTLS().startTlsSocketFactory(socket -> {
                    SSLSocketFactory factory = context.getSocketFactory();
                    SSLSocket secure = (SSLSocket) factory.createSocket(
                            socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
                    secure.setUseClientMode(false);
                    return secure;
                }),
                user,
                password,
                dir.resolve("relay.crt"));
    }

    /** Wants TLS from the first byte, and a login. */
    static Relay tls(Path dir, String user, String password) throws Exception {
        return new Relay(
                SMTPServer.port(0).serverSocketFactory(context(dir)), user, password, dir.resolve("relay.crt"));
    }

    private static SSLContext context(Path dir) throws Exception {
        Path file = dir.resolve("relay.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "relay",
                        "-dname",
                        "CN=relay",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keyalg",
                        "EC",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        KEY_PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, KEY_PASSWORD.toCharArray());
        }
        Path certificate = dir.resolve("relay.crt");
        Path key = dir.resolve("relay.key");
        write(certificate, "CERTIFICATE", keys.getCertificate("relay").getEncoded());
        write(
                key,
                "PRIVATE KEY",
                keys.getKey("relay", KEY_PASSWORD.toCharArray()).getEncoded());
        return PemTls.server(certificate, key);
    }

    private static void write(Path file, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    private void take(MessageContext context, String from, String unusedLast, byte[] data) {
        try {
            MimeMessage message =
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(data));
            String user = context.getAuthenticationHandler()
                    .map(handler -> handler.getIdentity().toString())
                    .orElse(null);
            Socket socket = ((org.subethamail.smtp.server.Session) context).getSocket();
            taken.add(new Taken(
                    from,
                    Arrays.stream(message.getAllRecipients())
                            .map(Address::toString)
                            .toList(),
                    user,
                    socket instanceof SSLSocket,
                    message.getSubject(),
                    String.valueOf(message.getContent())));
        } catch (MessagingException | IOException broken) {
            throw new AssertionError(broken);
        }
    }

    int port() {
        return server.getPortAllocated();
    }

    /** The certificate, which has signed itself. */
    Path certificate() {
        return certificate;
    }

    Taken next() throws InterruptedException {
        Taken mail = taken.poll(20, TimeUnit.SECONDS);
        assertThat(mail).as("a mail").isNotNull();
        return mail;
    }

    boolean isEmpty() {
        return taken.isEmpty();
    }

    /** Waits for so many logins. */
    boolean sawLogins(int many) throws InterruptedException {
        return logins.tryAcquire(many, 20, TimeUnit.SECONDS);
    }

    boolean sawNoLogin() {
        return logins.availablePermits() == 0;
    }

    @Override
    public void close() {
        server.stop();
    }
}
