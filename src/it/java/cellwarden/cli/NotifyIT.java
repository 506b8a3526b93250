package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.Program;
import cellwarden.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a service manager hears, which here is a few lines of Python.
final class NotifyIT {

  /// One line of output for each datagram.
  private static final String MANAGER =
      """
      import socket, sys
      heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      heard.bind(sys.argv[1].replace('@', '\\0'))
      print('bound', flush=True)
      while True:
          print(heard.recv(4096).decode().replace('\\n', ' | '), flush=True)
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeConfiguration() throws IOException {
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        "batteries: [{name: myBattery, address: 'sim:', interval: 1s}]\n");
  }

  @Test
  void serviceSaysThatItIsReadyHowItDoesAndThatItEnds() throws Exception {
    try (Child manager = manager(folder.resolve("notify").toString());
        Child service = service(folder.resolve("notify").toString())) {
      assertThat(manager.awaitOut(1, line -> true))
          .isEqualTo("STATUS=myBattery not read yet | READY=1 | WATCHDOG=1");
      manager.awaitOut(
          line -> line.equals("STATUS=myBattery read within the last minute | WATCHDOG=1"));
      service.stop();
      assertThat(service.await()).isZero();
      manager.awaitOut(line -> line.equals("STOPPING=1"));
    }
  }

  @Test
  void abstractAddressIsHeardToo() throws Exception {
    String address = "@cellwarden-test-" + ProcessHandle.current().pid();
    try (Child manager = manager(address);
        Child service = service(address)) {
      assertThat(manager.awaitOut(1, line -> true)).contains("READY=1");
      assertThat(service.isAlive()).isTrue();
    }
  }

  @Test
  void aManagerThatIsNotThereIsOneWarning() throws Exception {
    try (Child service = service(folder.resolve("nobody").toString())) {
      service.awaitErr(line ->
          line.contains("the service manager does not take what this service says (error 2)"));
      service.stop();
      assertThat(service.await()).isZero();
    }
  }

  private Child manager(String address) throws IOException, InterruptedException {
    return Child.startThenAwait(
        new ProcessBuilder(List.of(Tools.find("python3"), "-c", MANAGER, address)),
        line -> line.equals("bound"));
  }

  private Child service(String address) throws IOException {
    ProcessBuilder builder = Program.builder(folder, List.of(), "run");
    builder.environment().put("NOTIFY_SOCKET", address);
    return Child.start(builder);
  }
}
