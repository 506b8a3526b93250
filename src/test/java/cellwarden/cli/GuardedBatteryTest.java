package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.capture.CaptureFile;
import cellwarden.simulator.ReplayedBms;
import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatorOptions;
import cellwarden.simulator.SimulatorServer;
import cellwarden.transport.AddressException;
import cellwarden.transport.AddressParser;
import cellwarden.transport.SimAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands and a battery with a password, which nothing that they write repeats.
final class GuardedBatteryTest {

  private static final String RIGHT = "qW84zK";
  private static final String WRONG = "qW84zL";

  @TempDir private Path folder;

  private final StringBuilder said = new StringBuilder();
  private final Map<String, SimulatorServer> boards = new HashMap<>();

  @AfterEach
  void keptItsPasswordForItself() throws IOException {
    boards.values().forEach(SimulatorServer::close);
    assertSecret(said.toString());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(it -> !it.toString().endsWith(".yaml")).toList()) {
        assertSecret(Files.readString(file));
      }
    }
  }

  private static void assertSecret(String text) {
    for (String password : new String[] {RIGHT, WRONG}) {
      String hex = HexFormat.of().formatHex(password.getBytes(StandardCharsets.US_ASCII));
      assertThat(text.replace(" ", "")).doesNotContain(password, hex);
    }
  }

  @Test
  void isReadWithItsPassword() throws IOException {
    Cli.Result read = run("full", RIGHT, "read", "left", "--json");
    assertThat(read.status()).isZero();
    assertThat(read.out()).contains("\"attempts\":1,");

    Cli.Result pin = run("pin", RIGHT, "read", "left", "--registers");
    assertThat(pin.status()).isZero();
  }

  @Test
  void isNotTriedWithAWrongOneAgain() throws IOException {
    Cli.Result first = run("pin", WRONG, "read", "left");
    assertThat(first.status()).isEqualTo(1);
    assertThat(first.err())
        .startsWith("cellwarden: denied: the board refused the PIN, which is not");

    Cli.Result second = run("pin", WRONG, "read", "left");
    assertThat(second.err())
        .startsWith("cellwarden: denied: the board has refused this password, which is not tried")
        .contains(folder.resolve("bms.passwords").toString());
    Cli.Result doctor = run("pin", WRONG, "doctor");
    assertThat(doctor.status()).isEqualTo(1);
    assertThat(doctor.out()).contains("  ✗ password       the board has refused this password");

    assertThat(run("pin", RIGHT, "read", "left").status()).isZero();
  }

  @Test
  void isExplainedByDoctor() throws IOException {
    assertThat(run("full", RIGHT, "doctor").out())
        .contains("  ✓ password       the Bluetooth module took the password");
    assertThat(run("full", WRONG, "doctor").out())
        .contains("  ✓ connect        in ", "  ✗ password       the board refused the password");
    Cli.Result without = Cli.run("doctor", "sim:4s?password=123456");
    assertThat(without.out())
        .contains("  ✗ password       the board wants the password of the phone app");
  }

  @Test
  void isRecordedWithoutIt() throws IOException {
    Path support = folder.resolve("support.txt");
    run("full", RIGHT, "doctor", "--bundle", support.toString());
    assertThat(Files.readString(support))
        .contains(" > ffaa18060000000000001e\n", " < ffaa18010019\n");

    Path capture = folder.resolve("capture.txt");
    assertThat(run("pin", RIGHT, "capture", "left", capture.toString()).status()).isZero();
    assertThat(Files.readString(capture)).contains(" > ffaa15060000000000001b\n");
    try (SimulatorServer server =
        SimulatorServer.listen(ReplayedBms.of(CaptureFile.read(capture)), 0)) {
      assertThat(Cli.run("read", "tcp:127.0.0.1:" + server.port(), "--json").status()).isZero();
    }
  }

  private static SimulatorServer board(String mode) {
    try {
      SimAddress address =
          (SimAddress) AddressParser.parse("sim:4s?password=" + RIGHT + "&mode=" + mode);
      return SimulatorServer.listen(SimulatedBms.of(SimulatorOptions.parse(address)), 0);
    } catch (AddressException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Cli.Result run(String mode, String password, String... args) throws IOException {
    Path file = folder.resolve("cellwarden.yaml");
    Files.writeString(
        file,
        """
        batteries:
          - name: left
            address: tcp:127.0.0.1:%d
            password: %s
            password_mode: %s
        %s
        journal:
          path: %s
        """
            .formatted(
                boards.computeIfAbsent(mode, GuardedBatteryTest::board).port(),
                password,
                mode,
                mode.equals("full") ? "    mac: A4:C1:38:00:11:22" : "",
                folder.resolve("bms.jsonl")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    String[] all =
        Stream.concat(Stream.of(args), Stream.of("-c", file.toString())).toArray(String[]::new);
    Cli.Result result = Cli.run(all);
    said.append(result.out()).append(result.err());
    return result;
  }
}
