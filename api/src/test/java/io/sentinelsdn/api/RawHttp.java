package io.sentinelsdn.api;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends what a well-behaved client would not. */
final class RawHttp {
    private static final String END = "\r\n\r\n";

    private RawHttp() {}

    record Answer(int status, String head, String body) {
        /** The first value, or null. */
        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Sends a whole request and reads its answer: as long as its head says, or until the end. */
    static Answer ask(int port, String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            StringBuilder head = new StringBuilder();
            while (head.indexOf(END) < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException("no answer but: " + head);
                }
                head.append((char) next);
            }
            head.setLength(head.length() - END.length());
            Answer answer = new Answer(Integer.parseInt(head.substring(9, 12)), head.toString(), "");
            String length = answer.header("Content-Length");
            byte[] body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
            return new Answer(answer.status(), answer.head(), new String(body, StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
