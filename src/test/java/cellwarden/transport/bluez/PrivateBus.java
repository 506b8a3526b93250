package cellwarden.transport.bluez;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A real message bus of a test's own.
final class PrivateBus implements AutoCloseable {

  private static final String CONFIGURATION =
      """
      <busconfig>
        <type>system</type>
        <listen>unix:path=SOCKET</listen>
        <auth>EXTERNAL</auth>
        <policy context="default">
          <allow user="*"/>
          <allow own="*"/>
          <allow send_type="method_call"/>
          <allow send_type="signal"/>
          <allow send_destination="*" eavesdrop="true"/>
          <allow receive_sender="*"/>
        </policy>
        <limit name="max_replies_per_connection">100</limit>
      </busconfig>
      """;

  private final Path folder;
  private Process daemon;

  private PrivateBus(Path folder, Process daemon) {
    this.folder = folder;
    this.daemon = daemon;
  }

  /// Skips the test where there is no dbus-daemon.
  static PrivateBus start(Path folder) throws IOException {
    assumeTrue(isInstalled(), "dbus-daemon is not installed (apt install dbus-daemon)");
    Files.writeString(
        folder.resolve("bus.conf"),
        CONFIGURATION.replace("SOCKET", folder.resolve("bus.socket").toString()));
    return new PrivateBus(folder, daemon(folder));
  }

  private static boolean isInstalled() {
    return Files.isExecutable(Path.of("/usr/bin/dbus-daemon"));
  }

  /// Returns when the bus takes connections.
  private static Process daemon(Path folder) throws IOException {
    Process daemon =
        new ProcessBuilder(
                "/usr/bin/dbus-daemon",
                "--nofork",
                "--nopidfile",
                "--print-address=1",
                "--config-file=" + folder.resolve("bus.conf"))
            .redirectError(folder.resolve("bus.log").toFile())
            .start();
    try (BufferedReader words = daemon.inputReader(StandardCharsets.UTF_8)) {
      if (words.readLine() == null) {
        throw new IOException("no bus: " + Files.readString(folder.resolve("bus.log")));
      }
    }
    return daemon;
  }

  String address() {
    return "unix:path=" + folder.resolve("bus.socket");
  }

  /// Ends the bus, and with it all connections.
  void stop() throws IOException {
    daemon.destroy();
    daemon.onExit().join();
    Files.deleteIfExists(folder.resolve("bus.socket"));
  }

  void startAgain() throws IOException {
    daemon = daemon(folder);
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
