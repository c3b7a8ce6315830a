package io.sentinelsdn.api.alert;

import io.sentinelsdn.api.tls.PemTls;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;

/**
 * Mail through a relay (RFC 5321), with login and TLS where that is configured: the relay must then show a certificate of
 * its own name that is trusted, else nothing is said. One connection for each message. Owned by the thread of the
 * alerts.
 */
final class Mail implements Alerts.Channel {
    private static final String PATIENCE_MS = "5000";

    private final MailConfig config;
    private final String protocol;

    Mail(MailConfig config) {
        this.config = config;
        protocol = config.security() == MailConfig.Security.TLS ? "smtps" : "smtp";
    }

    @Override
    public void send(Alert alert) throws IOException {
        Session session = Session.getInstance(properties());
        try (Transport transport = session.getTransport(protocol)) {
            transport.connect(config.host(), config.port(), config.user(), config.password());
            Message message = message(session, alert);
            transport.sendMessage(message, message.getAllRecipients());
        } catch (MessagingException refused) {
            throw new IOException("the relay " + config.host() + ":" + config.port() + ": " + reason(refused), refused);
        }
    }

    /** The words of the innermost cause: the outer ones repeat what is configured. */
    private static String reason(Throwable refused) {
        Throwable cause = refused;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).strip();
    }

    private Properties properties() throws IOException {
        Properties properties = new Properties();
        String prefix = "mail." + protocol + ".";
        properties.setProperty(prefix + "localhost", "sentinel");
        properties.setProperty(prefix + "connectiontimeout", PATIENCE_MS);
        properties.setProperty(prefix + "timeout", PATIENCE_MS);
        properties.setProperty(prefix + "writetimeout", PATIENCE_MS);
        properties.setProperty(prefix + "auth", Boolean.toString(config.user() != null));
        if (config.security() == MailConfig.Security.NONE) {
            return properties;
        }
        if (config.security() == MailConfig.Security.STARTTLS) {
            properties.setProperty(prefix + "starttls.enable", "true");
            properties.setProperty(prefix + "starttls.required", "true");
        }
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "ssl.protocols", "TLSv1.2 TLSv1.3");
        if (config.ca() != null) {
            properties.put(
                    prefix + "ssl.socketFactory", PemTls.trusting(config.ca()).getSocketFactory());
        }
        return properties;
    }

    private Message message(Session session, Alert alert) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(config.from()));
        for (String receiver : config.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(receiver));
        }
        message.setSentDate(Date.from(Clock.systemUTC().instant()));
        message.setSubject(alert.title(), "UTF-8");
        message.setText(alert.text(), "UTF-8");
        return message;
    }
}
