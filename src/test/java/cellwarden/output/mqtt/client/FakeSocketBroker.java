package cellwarden.output.mqtt.client;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/// A broker of a few bytes: speaks MQTT 3.1.1 and meets MQTT 5 as told.
public final class FakeSocketBroker implements AutoCloseable {

  private static final int CONNECT = 1;
  private static final int PUBLISH = 3;
  private static final int SUBSCRIBE = 8;
  private static final int DISCONNECT = 14;

  /// Return code 0: accepted.
  private static final String CONNACK_3 = "20 02 00 00";

  private final ServerSocket listener;
  private final String answerToVersion5;
  private volatile boolean isNone;
  private final List<Integer> versions = new CopyOnWriteArrayList<>();
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> topics = new LinkedBlockingQueue<>();

  private FakeSocketBroker(ServerSocket listener, String answerToVersion5) {
    this.listener = listener;
    this.answerToVersion5 = answerToVersion5;
  }

  /// Listens on the loopback interface.
  ///
  /// @param answerToVersion5 hex; the connection is closed behind it
  public static FakeSocketBroker meetingVersion5With(String answerToVersion5) throws IOException {
    FakeSocketBroker broker =
        new FakeSocketBroker(
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answerToVersion5);
    Thread.ofPlatform().daemon().name("fake broker").start(broker::serve);
    return broker;
  }

  /// What is no broker: answers each CONNECT with this and closes the connection.
  static FakeSocketBroker meetingEachVersionWith(String answer) throws IOException {
    FakeSocketBroker broker = meetingVersion5With(answer);
    broker.isNone = true;
    return broker;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// The protocol version of each CONNECT so far.
  List<Integer> versions() {
    return List.copyOf(versions);
  }

  /// Topics of what was published, in order.
  public BlockingQueue<String> topics() {
    return topics;
  }

  /// Cuts every connection.
  void cut() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        clients.add(client);
        converse(client);
      } catch (IOException e) {
        // The client is gone or the test is over.
      }
    }
  }

  private void converse(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    while (true) {
      int first = in.readUnsignedByte();
      byte[] body = in.readNBytes(length(in));
      switch (first >> 4) {
        case CONNECT -> {
          // Behind the two length bytes and the name MQTT.
          int version = body[6];
          versions.add(version);
          if (version == 5 || isNone) {
            write(client, answerToVersion5);
            return;
          }
          write(client, CONNACK_3);
        }
        case PUBLISH -> {
          int topicEnd = 2 + ((body[0] & 0xFF) << 8 | (body[1] & 0xFF));
          topics.add(new String(body, 2, topicEnd - 2, StandardCharsets.UTF_8));
          String packetId = HexFormat.of().formatHex(body, topicEnd, topicEnd + 2);
          write(client, "40 02" + packetId);
        }
        // Granted with QoS 1.
        case SUBSCRIBE -> write(client, "90 03" + HexFormat.of().formatHex(body, 0, 2) + "01");
        case DISCONNECT -> {
          return;
        }
        default -> throw new EOFException("unexpected packet " + first);
      }
    }
  }

  /// The remaining length: seven bits a byte, lowest first.
  private static int length(DataInputStream in) throws IOException {
    int length = 0;
    int shift = 0;
    int next = in.readUnsignedByte();
    while (next > 0x7F) {
      length |= (next & 0x7F) << shift;
      shift += 7;
      next = in.readUnsignedByte();
    }
    return length | next << shift;
  }

  private static void write(Socket client, String hex) throws IOException {
    client.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Override
  public void close() {
    try {
      listener.close();
      cut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
