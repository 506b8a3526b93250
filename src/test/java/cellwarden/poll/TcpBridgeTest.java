package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.battery.Fault;
import cellwarden.battery.Metric;
import cellwarden.settings.BatteryConfig;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.time.SystemTime;
import cellwarden.transport.TcpAddress;
import cellwarden.transport.TcpTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bridges between TCP and a serial line that do more, or less, than carry bytes.
final class TcpBridgeTest {

  private static final BatteryConfig BATTERY = Batteries.named("shed");
  private static final int REQUEST_SIZE = 7;

  /// `IAC WILL ECHO`, `IAC WILL SUPPRESS-GO-AHEAD`, `IAC DONT ECHO`, `IAC WILL BINARY`.
  private static final String GREETING = "fffb01fffb03fffe01fffb00";

  /// What a bridge does with one client.
  @FunctionalInterface
  private interface Bridge {
    void serve(int number, InputStream in, OutputStream out) throws IOException;
  }

  private final List<Socket> held = new CopyOnWriteArrayList<>();
  private ServerSocket listener;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
    for (Socket socket : held) {
      socket.close();
    }
  }

  @Test
  void readsWhatComesOneByteASegment() throws Exception {
    start((_, in, out) -> {
      for (String request = next(in); !request.isEmpty(); request = next(in)) {
        for (byte one : answer(request)) {
          out.write(one);
        }
      }
    });

    assertReads();
  }

  @Test
  void readsAnswersThatAreGluedToTheOneBefore() throws Exception {
    start((_, in, out) -> {
      byte[] before = {};
      for (String request = next(in); !request.isEmpty(); request = next(in)) {
        ByteArrayOutputStream glued = new ByteArrayOutputStream();
        glued.writeBytes(before);
        before = answer(request);
        glued.writeBytes(before);
        out.write(glued.toByteArray());
      }
    });

    assertReads();
  }

  @Test
  void readsOverABridgeThatGivesEachByteBackBeforeTheAnswer() throws Exception {
    start((_, in, out) -> {
      for (String request = next(in); !request.isEmpty(); request = next(in)) {
        out.write(HexFormat.of().parseHex(request));
        out.write(answer(request));
      }
    });

    assertReads();
  }

  @Test
  void readsOverABridgeThatDropsTheFirstClientInTheMiddleOfAnAnswer() throws Exception {
    start((number, in, out) -> {
      for (String request = next(in); !request.isEmpty(); request = next(in)) {
        byte[] answer = answer(request);
        if (number == 1) {
          out.write(answer, 0, 9);
          return;
        }
        out.write(answer);
      }
    });

    assertReads();
  }

  /// The other side forgets the connection without a word: nothing tells that a request is lost.
  @Test
  void readsAgainWhereTheOtherSideForgetsTheConnection() throws Exception {
    start((number, in, out) -> {
      int served = 0;
      for (String request = next(in); !request.isEmpty(); request = next(in)) {
        served++;
        if (number > 1 || served <= 3) {
          out.write(answer(request));
        }
      }
    });

    try (BatteryReader reader = reader(BATTERY.withKeepAlive(true))) {
      assertThat(reader.read().values().get(Metric.CYCLES)).isEqualTo(42);
      assertThat(reader.read().values().get(Metric.CYCLES)).isEqualTo(42);
      assertThat(held).hasSize(2);
    }
  }

  /// It still serves the client of before, which is gone: the next one is connected and hears
  /// nothing, until it lets go.
  @Test
  void readsOnceTheBridgeLetsGoOfTheClientBefore() throws Exception {
    start((number, in, out) -> {
      for (String request = next(in); !request.isEmpty(); request = next(in)) {
        if (number > 1) {
          out.write(answer(request));
        }
      }
    });

    assertReads();
    assertThat(held).hasSize(2);
  }

  /// The bytes of a telnet line need no answer; only the doubled FF does harm.
  @Test
  void readsOverTelnetWhereNoByteIsDoubled() throws Exception {
    start((_, in, out) -> {
      out.write(HexFormat.of().parseHex(GREETING));
      for (String request = next(in); !request.isEmpty(); request = next(in)) {
        out.write(answer(request));
      }
    });

    assertReads();
  }

  /// -1.00 A is FF9C, which a telnet line sends as FF FF 9C.
  @Test
  void namesTelnetWhereItSpoilsTheAnswers() throws Exception {
    start((_, in, out) -> {
      byte[] basic = Answers.answer(0x03, Answers.BASIC.replace("fe3c", "ff9c"));
      out.write(HexFormat.of().parseHex(GREETING));
      for (String request = next(in); !request.isEmpty(); request = next(in)) {
        for (byte one : basic) {
          out.write(one);
          if (one == (byte) 0xFF) {
            out.write(one);
          }
        }
      }
    });

    Fault fault = fault();
    assertThat(fault.kind()).isEqualTo(Fault.Kind.MALFORMED);
    assertThat(fault.sentence())
        .contains("the line speaks telnet; set the port of the bridge to raw TCP");
  }

  @Test
  void saysThatABridgeGivesBackOnlyTheRequest() throws Exception {
    start((_, in, out) -> {
      for (String request = next(in); !request.isEmpty(); request = next(in)) {
        out.write(HexFormat.of().parseHex(request));
      }
    });

    assertThat(fault().sentence()).contains("only echoed the request", "part RX and TX");
  }

  @Test
  void saysThatABridgeHangsUpAtOnce() throws Exception {
    start((_, _, _) -> {});

    Fault fault = fault();
    assertThat(fault.kind()).isEqualTo(Fault.Kind.LOST);
    assertThat(fault.sentence()).contains("number of clients of the link");
  }

  private void start(Bridge bridge) {
    Thread.ofPlatform()
        .daemon()
        .name("bridge")
        .start(() -> {
          while (!listener.isClosed()) {
            serveNext(bridge);
          }
        });
  }

  private void serveNext(Bridge bridge) {
    try (Socket socket = listener.accept()) {
      socket.setTcpNoDelay(true);
      held.add(socket);
      bridge.serve(held.size(), socket.getInputStream(), socket.getOutputStream());
    } catch (IOException e) {
      // The client left, or the test is over.
    }
  }

  /// Hex, empty when the client has left.
  private static String next(InputStream in) throws IOException {
    byte[] request = in.readNBytes(REQUEST_SIZE);
    return request.length < REQUEST_SIZE ? "" : HexFormat.of().formatHex(request);
  }

  private static byte[] answer(String request) {
    return Answers.to(request).arrivals().getFirst().fragment().orElseThrow().toBytes();
  }

  private void assertReads() throws Exception {
    try (BatteryReader reader = reader(BATTERY)) {
      assertThat(reader.read().values().get(Metric.CYCLES)).isEqualTo(42);
    }
  }

  private Fault fault() throws Exception {
    try (BatteryReader reader = reader(BATTERY)) {
      return catchThrowableOfType(PollException.class, reader::read).fault();
    }
  }

  private BatteryReader reader(BatteryConfig battery) {
    TcpAddress address = new TcpAddress("127.0.0.1", listener.getLocalPort());
    return new BatteryReader(
        battery,
        new TcpTransport(address),
        RefusedPasswords.inMemory(),
        SystemTime.start(),
        new Random(1));
  }
}
