package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that hold on to the server without need lose it. */
class SlowClientTest {
    private ApiFixture api;

    @BeforeEach
    void start() throws IOException {
        Duration patience = Duration.ofMillis(300);
        api = new ApiFixture(
                new ApiConfig("127.0.0.1", 0, false, 8, 1024, patience, patience, patience, 2, ApiSecurity.standard()));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /health HT",
                "GET /health HTTP/1.1\r\nHost: localhost\r\n",
                "POST /api/mitigation/block HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
                "POST /api/mitigation/block HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{",
            })
    void shouldCloseAConnectionThatDoesNotFinishItsRequest(String start) throws IOException {
        try (Socket slow = connect()) {
            slow.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();

            assertThat(readToTheEnd(slow)).doesNotContain(" 200 ", " 500 ");
        }
    }

    @Test
    void shouldAnswerOthersWhileMoreThanAllConnectionsAreHeldOpen() throws IOException {
        Socket[] idle = new Socket[20];
        for (int i = 0; i < idle.length; i++) {
            idle[i] = connect();
        }

        assertThat(api.get("/health").status()).isEqualTo(200);
        for (Socket socket : idle) {
            socket.close();
        }
    }

    @Test
    void shouldRefuseAHeadThatIsTooLarge() throws IOException {
        try (Socket greedy = connect()) {
            String head = "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Padding: " + "a".repeat(20_000) + "\r\n\r\n";
            greedy.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            assertThat(readToTheEnd(greedy)).doesNotContain(" 200 ");
        }
        assertThat(api.get("/health").status()).isEqualTo(200);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Returns when the server closes; a test that hangs fails by the socket's timeout. */
    private static String readToTheEnd(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }
}
