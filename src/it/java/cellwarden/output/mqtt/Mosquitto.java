package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A Mosquitto broker of its own on a free port, which can be stopped, killed and started again.
final class Mosquitto implements AutoCloseable {

  private final Path folder;
  private final int port;
  private @Nullable Process process;
  private int subscribers;

  private Mosquitto(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /// A broker that lets everybody in. Skips the test where Mosquitto is not installed.
  ///
  /// @param folder for its configuration
  static Mosquitto start(Path folder) throws Exception {
    Mosquitto broker = unstarted(folder);
    broker.configure("allow_anonymous true");
    broker.start();
    return broker;
  }

  /// A broker that lets one user in.
  static Mosquitto start(Path folder, String user, String password) throws Exception {
    Mosquitto broker = unstarted(folder);
    Path passwords = folder.resolve("passwords");
    Process tool =
        new ProcessBuilder(
                program("mosquitto_passwd"), "-b", "-c", passwords.toString(), user, password)
            .redirectErrorStream(true)
            .start();
    assertThat(tool.waitFor()).as("mosquitto_passwd").isZero();
    // Mosquitto gives up root and reads it as another user.
    assertThat(passwords.toFile().setReadable(true, false)).isTrue();
    broker.configure("allow_anonymous false", "password_file " + passwords);
    broker.start();
    return broker;
  }

  int port() {
    return port;
  }

  /// Everything that the broker logged about packets.
  String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  void start() throws Exception {
    process =
        new ProcessBuilder(
                program("mosquitto"), "-v", "-c", folder.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    while (!accepts()) {
      assertThat(process.isAlive()).as("mosquitto runs: %s", log()).isTrue();
      Thread.onSpinWait();
    }
  }

  /// Ends it; what it retained is gone.
  void stop() {
    if (process != null) {
      process.destroy();
      process.onExit().join();
    }
  }

  /// Subscribes; when it returns, the broker has acknowledged that.
  ///
  /// @param options further options of `mosquitto_sub`
  Subscription subscribe(String filter, String... options) throws IOException {
    String id = "subscriber" + ++subscribers;
    List<String> command = new ArrayList<>(List.of(program("mosquitto_sub"), "-V", "mqttv5"));
    command.addAll(List.of("-p", String.valueOf(port), "-i", id, "-t", filter, "-F", "%r %t %p"));
    command.addAll(List.of(options));
    Process subscriber = new ProcessBuilder(command).redirectErrorStream(true).start();
    while (!log().contains("Sending SUBACK to " + id + "\n")) {
      assertThat(subscriber.isAlive()).as("mosquitto_sub runs").isTrue();
      Thread.onSpinWait();
    }
    return new Subscription(subscriber);
  }

  /// A running `mosquitto_sub`.
  record Subscription(Process process) implements AutoCloseable {

    /// The next message: 1 where it was retained else 0, topic, payload.
    String next() throws Exception {
      BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
      String line = lines.readLine();
      assertThat(line).as("mosquitto_sub runs").isNotNull();
      return String.valueOf(line);
    }

    /// The next message that is this one; others are passed over.
    void await(String message) throws Exception {
      while (!next().equals(message)) {
        // Not yet.
      }
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    stop();
  }

  private static Mosquitto unstarted(Path folder) throws IOException {
    Assumptions.assumeTrue(
        Stream.of("mosquitto", "mosquitto_sub", "mosquitto_passwd")
            .allMatch(name -> find(name).isPresent()),
        "mosquitto and mosquitto-clients are not installed");
    // Mosquitto gives up root and reads its files as another user.
    assertThat(folder.toFile().setExecutable(true, false)).isTrue();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Mosquitto(folder, free.getLocalPort());
    }
  }

  private void configure(String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of("listener " + port + " 127.0.0.1"));
    all.addAll(List.of(lines));
    Files.write(folder.resolve("mosquitto.conf"), all);
  }

  private boolean accepts() {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static String program(String name) {
    return find(name).orElseThrow().toString();
  }

  /// Debian keeps the broker in a folder that users do not have in their PATH.
  private static Optional<Path> find(String name) {
    return Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":", 0)),
            Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/bin"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
