package io.sentinelsdn.api.alert;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * Mail through a relay that wants no login (RFC 5321 and 5322): the few commands that one message needs, with an answer
 * to each. Owned by the thread of the alerts.
 */
final class Mail implements Alerts.Channel {
    private static final int PATIENCE_MS = 5_000;
    private static final int LONGEST_ANSWER = 100;
    private static final String END = "\r\n";

    private final AlertConfig config;

    Mail(AlertConfig config) {
        this.config = config;
    }

    @Override
    public void send(Alert alert) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(config.smtpHost(), config.smtpPort()), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            expect(in, '2');
            ask(in, out, "EHLO sentinel", '2');
            ask(in, out, "MAIL FROM:<" + line(config.mailFrom()) + ">", '2');
            for (String receiver : config.mailTo()) {
                ask(in, out, "RCPT TO:<" + line(receiver) + ">", '2');
            }
            ask(in, out, "DATA", '3');
            ask(in, out, message(alert) + END + ".", '2');
            out.write(("QUIT" + END).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private String message(Alert alert) {
        String subject = Base64.getEncoder().encodeToString(alert.title().getBytes(StandardCharsets.UTF_8));
        String body = Base64.getMimeEncoder().encodeToString(alert.text().getBytes(StandardCharsets.UTF_8));
        return String.join(
                END,
                "From: <" + line(config.mailFrom()) + ">",
                "To: " + line(String.join(", ", config.mailTo())),
                "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)),
                "Subject: =?UTF-8?B?" + subject + "?=",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                body);
    }

    /** What was configured cannot begin a line of its own. */
    private static String line(String text) {
        return text.replaceAll("[\\p{Cntrl}<>]", "");
    }

    private static void ask(BufferedReader in, OutputStream out, String command, char wanted) throws IOException {
        out.write((command + END).getBytes(StandardCharsets.UTF_8));
        out.flush();
        expect(in, wanted);
    }

    /** Reads an answer of one line or several (250-…). */
    private static void expect(BufferedReader in, char wanted) throws IOException {
        for (int lines = 0; lines < LONGEST_ANSWER; lines++) {
            String line = in.readLine();
            if (line == null || line.length() < 3 || line.charAt(0) != wanted) {
                throw new IOException("the relay answers " + line);
            }
            if (line.length() == 3 || line.charAt(3) != '-') {
                return;
            }
        }
        throw new IOException("the relay does not stop to answer");
    }
}
