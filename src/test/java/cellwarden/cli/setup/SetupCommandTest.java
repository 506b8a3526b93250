package cellwarden.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import cellwarden.config.ExampleConfiguration;
import cellwarden.output.mqtt.client.EmbeddedBroker;
import cellwarden.simulator.SimulatorTransport;
import cellwarden.testing.FakeStack;
import cellwarden.testing.Ports;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.SimAddress;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.Advertisement.AddressType;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Bluetooth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SetupCommandTest {

  private static final Advertisement HOUSE =
      new Advertisement(
          "A4:C1:38:00:11:22",
          AddressType.PUBLIC,
          Optional.of("JBD SP04"),
          OptionalInt.of(-61),
          List.of("ff00"),
          "",
          "hci0",
          false);

  @TempDir private Path folder;

  private final FakeStack kernel =
      new FakeStack(Stack.KERNEL)
          .reaching(SimulatorTransport.of(new SimAddress("4s", new TreeMap<>())));
  private final FakeStack bluez = new FakeStack(Stack.BLUEZ);

  @Test
  void batteryThatIsHeardIsReadNamedAndWritten() throws IOException {
    bluez.hearing(HOUSE);

    Cli.Result result = setup("", "", "none", "");

    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("Found 1:")
        .containsPattern(
            "ble:A4:C1:38:00:11:22  JBD SP04  13\\.\\d\\d V  [+-]\\d\\.\\d\\d A  80 %  4 cells")
        .contains("Wrote " + file());
    assertThat(Files.readString(file()))
        .endsWith(
            """
            batteries:
              - name: myBattery
                address: 'ble:A4:C1:38:00:11:22'
            """);
    assertThat(Files.getPosixFilePermissions(file()))
        .isSubsetOf(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Cli.run("config", "check", file().toString()).status()).isZero();
  }

  @Test
  void brokerIsTriedAndItsPasswordStandsInAFileOfItsOwn() throws Exception {
    int port = Ports.free();
    try (EmbeddedBroker _ = EmbeddedBroker.start(port)) {
      Cli.Result result =
          setup("sim:", "house", "", "mqtt://127.0.0.1:" + port, "it's me", " pass'word", "");

      assertThat(result.status()).as(result.out() + result.err()).isZero();
      assertThat(result.out()).contains("✓ publish").doesNotContain("pass'word");
    }
    assertThat(Files.readString(file()))
        .endsWith(
            """
            batteries:
              - name: house
                address: 'sim:'
            mqtt:
              url: 'mqtt://127.0.0.1:%d'
              username: 'it''s me'
              password_file: 'mqtt_password'
            """
                .formatted(port));
    assertThat(folder.resolve("mqtt_password")).hasContent(" pass'word\n");
    assertThat(Files.getPosixFilePermissions(folder.resolve("mqtt_password")))
        .isSubsetOf(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Cli.run("config", "check", file().toString()).status()).isZero();
  }

  @Test
  void wrongAnswersAreSaidAndAskedForAgain() throws IOException {
    bluez.deaf(BleTrouble.ADAPTER_OFF.anywhere("hci0", null));
    Cli.Result result =
        setup(
            "nonsense",
            "sim:5x",
            "sim:",
            "not a name",
            "a",
            "sim:16s",
            "a",
            "b",
            "sim:",
            "",
            "mqtt://127.0.0.1:" + Ports.free(),
            "",
            "n",
            "ftp://x",
            "",
            "none",
            "maybe",
            "y");

    assertThat(result.status()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .contains("No Bluetooth here: ")
        .contains("batteries[0].address: ")
        .contains("batteries[0].name: ")
        .contains("a is the name of another one.")
        .contains("sim: is taken already.")
        .contains("✗ tcp")
        .contains("mqtt.url: ");
    assertThat(Files.readString(file()))
        .endsWith("  - name: a\n    address: 'sim:'\n  - name: b\n    address: 'sim:16s'\n");
  }

  @Test
  void fileThatIsThereIsKeptUnlessSomebodyAsksForMore() throws IOException {
    String before = "batteries: [{name: old, address: 'sim:'}]\n";
    Files.writeString(file(), before);

    Cli.Result left = setup("");
    assertThat(left.status()).isZero();
    assertThat(left.out())
        .contains(file() + " is there already: old at sim: every 30 s;")
        .contains("Nothing was changed.");
    assertThat(file()).hasContent(before);
    assertThat(files()).containsExactly("cellwarden.yaml");

    assertThat(setup("y", "sim:", "new", "", "none", "n").out()).contains("Nothing was changed.");
    assertThat(file()).hasContent(before);

    assertThat(setup("y", "sim:", "new", "", "none", "y").out())
        .contains("What was in " + file() + " is kept in " + file() + ".old.");
    assertThat(folder.resolve("cellwarden.yaml.old")).hasContent(before);
    assertThat(file()).content().contains("name: new");
    assertThat(setup("y", "sim:", "newer", "", "none", "y").status()).isZero();
    assertThat(files())
        .containsExactly("cellwarden.yaml", "cellwarden.yaml.old", "cellwarden.yaml.old2");
  }

  @Test
  void exampleThatNobodyChangedIsReplaced() throws IOException {
    Files.writeString(file(), ExampleConfiguration.text());
    assertThat(setup("sim:", "", "", "none", "").status()).isZero();
    assertThat(files()).containsExactly("cellwarden.yaml");
    assertThat(file()).content().contains("address: 'sim:'");

    Files.writeString(file(), "# As the package brings it.\n\n#batteries:\n");
    assertThat(setup("sim:", "", "", "none", "").status()).isZero();
    assertThat(files()).containsExactly("cellwarden.yaml");
  }

  @Test
  void nothingIsWrittenWithoutABatteryOrWhenTheAnswersEnd() throws IOException {
    Cli.Result none = setup("");
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("no battery was named, so nothing was changed");
    Cli.Result ended = Cli.runAnswering(bluetooth(), "sim:\n", args());
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("the answers ended before setup did; nothing was changed");
    assertThat(files()).isEmpty();
  }

  @Test
  void withoutATerminalItShowsTheFile() throws IOException {
    Cli.Result result = Cli.run(args());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("setup asks questions, so it needs a terminal; without one");
    assertThat(result.out()).contains("batteries:\n  - name: myBattery", "password_file: ");
    assertThat(files()).isEmpty();
  }

  private Cli.Result setup(String... answers) {
    return Cli.runAnswering(bluetooth(), String.join("\n", answers) + "\n", args());
  }

  private String[] args() {
    return new String[] {"setup", "--seconds", "1", "-c", file().toString()};
  }

  private Bluetooth bluetooth() {
    return new Bluetooth(() -> kernel, () -> bluez);
  }

  private Path file() {
    return folder.resolve("cellwarden.yaml");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
