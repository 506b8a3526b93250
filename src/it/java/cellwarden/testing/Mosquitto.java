package cellwarden.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real broker in a process of its own, on the loopback interface. It keeps nothing over a
/// restart.
///
/// `-Dit.broker.delay=40s` lets each start take so much longer.
public final class Mosquitto implements AutoCloseable {

  private final Child broker;
  private final int port;

  private Mosquitto(Child broker, int port) {
    this.broker = broker;
    this.port = port;
  }

  /// A broker that lets everybody in.
  ///
  /// @param folder for its configuration
  public static Mosquitto start(Path folder, int port) throws IOException, InterruptedException {
    return start(folder, port, List.of("allow_anonymous true"));
  }

  /// A broker that lets one user in.
  public static Mosquitto startWithLogin(Path folder, int port, String user, String password)
      throws IOException, InterruptedException {
    Path passwords = folder.resolve("passwords");
    String tool = Tools.find("mosquitto_passwd");
    ProcessBuilder maker =
        new ProcessBuilder(tool, "-b", "-c", passwords.toString(), user, password);
    try (Child making = Child.start(maker)) {
      making.await();
    }
    return start(folder, port, List.of("allow_anonymous false", "password_file " + passwords));
  }

  /// A broker that lets everybody in, with these lines in its configuration.
  public static Mosquitto startWith(Path folder, int port, String... lines)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("allow_anonymous true"));
    all.addAll(List.of(lines));
    return start(folder, port, all);
  }

  /// A broker that lets everybody in, but not to every topic.
  ///
  /// @param rights such as `topic deny a/b`
  public static Mosquitto startWithRights(Path folder, int port, String... rights)
      throws IOException, InterruptedException {
    Path file = folder.resolve("rights");
    Files.write(file, List.of(rights));
    return start(folder, port, List.of("allow_anonymous true", "acl_file " + file));
  }

  private static Mosquitto start(Path folder, int port, List<String> rights)
      throws IOException, InterruptedException {
    // As root it would else become a user that may not read the folder of a test.
    String head =
        "user %s%nlistener %d 127.0.0.1%n".formatted(System.getProperty("user.name"), port);
    Path file = folder.resolve("mosquitto-" + port + ".conf");
    Files.writeString(file, head + String.join("\n", rights) + "\n");
    List<String> command = new ArrayList<>(Delay.of("it.broker.delay"));
    command.addAll(List.of(Tools.find("mosquitto"), "-c", file.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    return new Mosquitto(Child.startUntil(builder, line -> line.endsWith(" running")), port);
  }

  public int port() {
    return port;
  }

  /// For signals.
  public Child process() {
    return broker;
  }

  @Override
  public void close() {
    broker.close();
  }

  /// Publishes as another client, and returns when the broker has it.
  public void publish(String topic, String payload) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Tools.find("mosquitto_pub"),
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(port()),
            "-q",
            "1",
            "-t",
            topic,
            "-m",
            payload);
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("mosquitto_pub ended with status " + process.exitValue());
    }
  }
}
