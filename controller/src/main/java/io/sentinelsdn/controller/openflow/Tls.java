package io.sentinelsdn.controller.openflow;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS side of the server. A thread of its own looks every two seconds whether a file has changed; connections that
 * come later get the new certificate, a set of files that does not work leaves the last good one in place. Thread-safe.
 */
final class Tls implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Tls.class);
    private static final long LOOK_MS = 2_000;

    private final TlsConfig config;
    private final OpenFlowMetrics metrics;
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tls-files");
        thread.setDaemon(true);
        return thread;
    });
    private List<String> seen;
    private volatile SslContext context;

    /**
     * Reads the files.
     *
     * @throws IOException one line that names the setting and what is wrong with its file
     */
    Tls(TlsConfig config, OpenFlowMetrics metrics) throws IOException {
        this.config = config;
        this.metrics = metrics;
        seen = look();
        context = load();
        watcher.scheduleWithFixedDelay(this::reload, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /** For one connection. */
    SslHandler handler(Channel channel) {
        return context.newHandler(channel.alloc());
    }

    /** Common name and SHA-256 fingerprint of the certificate the peer has shown; empty when it has shown none. */
    static Set<String> names(Channel channel) {
        Set<String> names = new LinkedHashSet<>();
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            return names;
        }
        try {
            X509Certificate shown =
                    (X509Certificate) handler.engine().getSession().getPeerCertificates()[0];
            for (Rdn part : new LdapName(shown.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()));
                }
            }
            names.add(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(shown.getEncoded())));
        } catch (SSLPeerUnverifiedException none) {
            return Set.of();
        } catch (GeneralSecurityException | InvalidNameException unreadable) {
            log.debug("certificate is not readable", unreadable);
        }
        return names;
    }

    private void reload() {
        List<String> now = look();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            context = load();
            metrics.tlsReloads.increment();
            log.info("TLS files were read again");
        } catch (IOException bad) {
            metrics.tlsReloadFailures.increment();
            log.warn("TLS files have changed but do not work, the former ones stay: {}", bad.getMessage());
        }
    }

    private SslContext load() throws IOException {
        X509Certificate[] chain = Pem.certificates("openflow.tls_cert", config.certificate());
        PrivateKey key = Pem.privateKey("openflow.tls_key", config.key());
        if (!Pem.belong(key, chain[0].getPublicKey())) {
            throw new IOException("openflow.tls_key: " + config.key() + " is not the key of the certificate in "
                    + config.certificate());
        }
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .clientAuth(ClientAuth.valueOf(
                        config.clientAuth() == TlsConfig.ClientAuth.NEED
                                ? "REQUIRE"
                                : config.clientAuth() == TlsConfig.ClientAuth.WANT ? "OPTIONAL" : "NONE"));
        if (config.ca() != null) {
            builder.trustManager(Pem.certificates("openflow.tls_ca", config.ca()));
        }
        return builder.build();
    }

    /** Size and time of each file, as far as there is one. */
    private List<String> look() {
        List<String> looks = new ArrayList<>();
        for (Path file : new Path[] {config.certificate(), config.key(), config.ca()}) {
            try {
                looks.add(file == null ? "" : Files.getLastModifiedTime(file) + " " + Files.size(file));
            } catch (IOException away) {
                looks.add("away");
            }
        }
        return looks;
    }

    @Override
    public void close() {
        watcher.shutdownNow();
    }
}
