package cellwarden.testing;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// `mosquitto_sub`, an MQTT client that is none of ours. Without the package `mosquitto-clients`
/// the test is skipped.
public final class Subscriber implements AutoCloseable {

  private static final String MARK = "message ";
  private static final String CONNECTS_AGAIN = " sending CONNECT";
  private static final List<String> VERSION_5 = List.of("-V", "5", "--retain-as-published");

  private final Child client;

  private Subscriber(Child client) {
    this.client = client;
  }

  /// What came.
  ///
  /// @param retained as the publisher set it (MQTT 5), or whether it came from the broker's store
  ///   (3.1.1)
  public record Received(boolean retained, String topic, String payload) {}

  /// Subscribes in MQTT 5; the broker has confirmed it when this returns.
  public static Subscriber to(int port, String topic) throws IOException, InterruptedException {
    return start(port, topic, VERSION_5);
  }

  /// Subscribes in MQTT 5 as a user of the broker.
  public static Subscriber withLogin(int port, String topic, String user, String password)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(VERSION_5);
    options.addAll(List.of("-u", user, "-P", password));
    return start(port, topic, options);
  }

  /// Subscribes in MQTT 3.1.1.
  public static Subscriber inVersion3(int port, String topic)
      throws IOException, InterruptedException {
    return start(port, topic, List.of("-V", "311"));
  }

  private static Subscriber start(int port, String topic, List<String> options)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            // Its words about itself would else wait in a buffer.
            Tools.find("stdbuf"),
            "-oL",
            Tools.find("mosquitto_sub"),
            "-d",
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(port),
            "-q",
            "1",
            "-F",
            MARK + "%U %r %t %p",
            "-t",
            topic);
    builder.command().addAll(options);
    return new Subscriber(Child.startUntil(builder, line -> line.startsWith("Subscribed ")));
  }

  /// Waits for a message and returns the first that fits.
  public Received await(Predicate<Received> wanted) throws InterruptedException {
    return await(0, wanted);
  }

  /// Waits for a message on a topic.
  public Received awaitTopic(String topic) throws InterruptedException {
    return await(message -> message.topic().equals(topic));
  }

  /// Waits for a message after an earlier [#mark()].
  public Received await(int mark, Predicate<Received> wanted) throws InterruptedException {
    return parse(client.awaitOut(mark, line -> parse(line).filter(wanted).isPresent()))
        .orElseThrow();
  }

  /// Waits for a message after an earlier [#mark()], or for the end of the connection: then
  /// everything has come that the broker sent.
  public Optional<Received> awaitUntilCut(int mark, Predicate<Received> wanted)
      throws InterruptedException {
    Predicate<String> isWanted = line -> parse(line).filter(wanted).isPresent();
    return parse(
        client.awaitOut(mark, line -> isWanted.test(line) || line.contains(CONNECTS_AGAIN)));
  }

  /// A place in the stream of messages: what has come so far stands before it.
  public int mark() {
    return client.out().size();
  }

  /// All messages so far.
  public List<Received> received() {
    return received(0, mark());
  }

  /// The messages between two [#mark()]s.
  public List<Received> received(int from, int to) {
    return client.out().subList(from, to).stream()
        .map(Subscriber::parse)
        .flatMap(Optional::stream)
        .toList();
  }

  /// When each message came, in the order of [#received()].
  public List<Instant> arrivals() {
    return client.out().stream()
        .filter(line -> line.startsWith(MARK))
        .map(line -> line.substring(MARK.length(), line.indexOf(' ', MARK.length())))
        .map(Subscriber::instant)
        .toList();
  }

  /// Waits until it has subscribed again after its broker was away.
  ///
  /// @param mark from before the broker came back
  public void awaitAgain(int mark) throws InterruptedException {
    client.awaitOut(mark, line -> line.startsWith("Subscribed "));
  }

  private static Instant instant(String unixTime) {
    return Instant.EPOCH.plusNanos(new BigDecimal(unixTime).movePointRight(9).longValueExact());
  }

  @Override
  public void close() {
    client.close();
  }

  private static Optional<Received> parse(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    String[] parts = line.substring(MARK.length()).split(" ", 4);
    return Optional.of(new Received(parts[1].equals("1"), parts[2], parts[3]));
  }
}
