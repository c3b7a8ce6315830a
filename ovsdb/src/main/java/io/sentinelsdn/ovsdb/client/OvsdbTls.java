package io.sentinelsdn.ovsdb.client;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLException;

/**
 * What is shown to servers and believed of them. As in Open vSwitch itself, a server is believed when the CA has signed
 * its certificate; names in it are not compared, since its certificates carry none.
 *
 * @param certificate PEM file with our certificate
 * @param key PEM file with its private key (PKCS#8)
 * @param ca PEM file with the certificates that sign those of servers
 */
public record OvsdbTls(Path certificate, Path key, Path ca) {
    public OvsdbTls {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(ca, "ca");
    }

    /** Reads the files, at each connection anew: renewed ones are taken. */
    SslContext context() throws SSLException {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .keyManager(certificate.toFile(), key.toFile())
                    .trustManager(ca.toFile())
                    .endpointIdentificationAlgorithm(null)
                    .build();
        } catch (IllegalArgumentException unreadable) {
            throw new SSLException(unreadable.getMessage(), unreadable);
        }
    }
}
