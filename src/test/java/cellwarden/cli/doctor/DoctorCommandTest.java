package cellwarden.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatorOptions;
import cellwarden.simulator.SimulatorTransport;
import cellwarden.testing.FakeStack;
import cellwarden.testing.Ports;
import cellwarden.time.SystemTime;
import cellwarden.transport.BleAddress;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.SimAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Bluetooth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DoctorCommandTest {

  private static final SimAddress SIM = new SimAddress("4s", new TreeMap<>());

  private static final String BLE = "ble:A4:C1:38:00:11:22";

  @TempDir private Path folder = Path.of("");

  private final FakeStack kernel = new FakeStack(Stack.KERNEL).reaching(simulator());
  private final FakeStack bluez = new FakeStack(Stack.BLUEZ);

  @Test
  void healthyBatteryEndsWithStatusZero() {
    Cli.Result result = Cli.run("doctor", "sim:4s");
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("sim:4s\n  ✓ connect        in ")
        .contains("\nthis machine\n  ✓ clock          is set, ")
        .endsWith("\n\nEverything works.\n");
  }

  /// The first that failed is the cause; a command that helps stands alone in the last line.
  @Test
  void endsWithOneSentenceAndTheCommand() throws IOException {
    Path file = configuration("sim:4s", folder.resolve("missing/bms.jsonl"), "");

    Cli.Result result = Cli.run("doctor", "-c", file.toString());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("shed at sim:4s\n", "  ✗ disk           there is no folder ")
        .doesNotContain(" journal ")
        .endsWith(
            "\n\nthis machine: there is no folder "
                + folder.resolve("missing")
                + "; make it ('mkdir -p "
                + folder.resolve("missing")
                + "').\n  mkdir -p "
                + folder.resolve("missing")
                + "\n");
  }

  @Test
  void withoutACommandThatHelpsItSaysHowToLookAgain() throws IOException {
    int port = Ports.free();
    Cli.Result result = Cli.run("doctor", "tcp:127.0.0.1:" + port);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .contains("  ✗ connect        tcp:127.0.0.1:" + port + ": nothing listens there (")
        .endsWith("\n  cellwarden doctor tcp:127.0.0.1:" + port + "\n");
  }

  @Test
  void printsEachStepForPrograms() {
    List<String> lines = Cli.run("doctor", "sim:4s", "--json").out().lines().toList();
    assertThat(lines).hasSize(7);
    assertThat(lines.get(1))
        .isEqualTo(
            "{\"subject\":\"sim:4s\",\"step\":\"echo\",\"result\":\"ok\","
                + "\"detail\":\"requests do not come back instead of answers\"}");
    assertThat(lines.getLast())
        .isEqualTo("{\"ok\":true,\"sentence\":\"Everything works.\",\"command\":null}");
  }

  @ParameterizedTest
  @CsvSource({
    "NO_CONNECT, connect, cellwarden scan",
    "CONNECT_FAILED, connect, cellwarden doctor ble:A4:C1:38:00:11:22",
    "NOT_HEARD, connect, cellwarden scan",
    "IN_USE, connect, bluetoothctl disconnect A4:C1:38:00:11:22",
    "ADAPTER_HANGS, adapter, bluetoothctl power off && bluetoothctl power on",
    "NOT_JBD, layout, cellwarden scan",
    "STUCK, layout, cellwarden doctor ble:A4:C1:38:00:11:22",
    "WANTS_PAIRING, pairing, bluetoothctl",
    "WRONG_PIN, pairing, cellwarden doctor ble:A4:C1:38:00:11:22",
  })
  void namesTheTroubleOfAConnect(BleTrouble trouble, String step, String command) {
    kernel.failing(trouble.at(BleAddress.of("A4:C1:38:00:11:22"), "why"));
    bluez.failing(trouble.at(BleAddress.of("A4:C1:38:00:11:22"), "why"));

    Cli.Result result = doctor(BLE);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .containsOnlyOnce("✗")
        .contains("  ✗ " + step + " ", trouble.words().replace("%s", "why"))
        .endsWith("\n  " + command + "\n");
  }

  /// Over bluetoothd it looks as if the link dropped.
  @Test
  void askTheKernelWhyALinkOfBluezDropped() {
    BleAddress battery = BleAddress.of("A4:C1:38:00:11:22").over(Stack.BLUEZ);
    bluez.failing(BleTrouble.DROPPED.at(battery, "disconnected"));
    kernel.failing(BleTrouble.WANTS_PAIRING.at(battery, "ATT error 0x05"));

    assertThat(doctor(BLE + "?stack=bluez").out())
        .containsOnlyOnce("✗")
        .contains("  ✗ pairing ", "the battery wants pairing (ATT error 0x05)");

    kernel.reaching(simulator());
    assertThat(doctor(BLE + "?stack=bluez").out()).contains("  ✗ connect ", "the link dropped");
  }

  @Test
  void logOfTheServiceIsPartOfTheBundle() {
    assertThat(SupportFile.tail(List.of("echo", "one line"))).containsExactly("one line");
    assertThat(SupportFile.tail(List.of("no-such-command", "x")))
        .containsExactly(
            "no-such-command does not run here; the log is what 'cellwarden run' writes to its standard error");
  }

  @Test
  void readsOverBluetooth() {
    Cli.Result result = doctor(BLE);
    assertThat(result.out())
        .contains(
            "  ✓ adapter        hci",
            "  ✓ rights         over kernel",
            "  ✓ connect ",
            "  ✓ registers ");
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void wrongJournalIsNamedWithItsPlace() throws IOException {
    Path journal = Files.writeString(folder.resolve("bms.jsonl"), "{\"seq\":1}\nnonsense\n{}\n");
    Cli.Result result = Cli.run("doctor", "-c", configuration("sim:4s", journal, "").toString());
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .contains("  ✗ journal        it is wrong in ", " at byte 0 of bms.jsonl")
        .endsWith("\n  cellwarden journal verify " + journal + "\n");
  }

  @Test
  void bundleHasEverythingButSecrets() throws IOException {
    Path bundle = folder.resolve("support.txt");
    Path file =
        configuration(
            "sim:4s",
            folder.resolve("bms.jsonl"),
            """
              - name: air
                address: ble:A4:C1:38:00:11:22
            mqtt:
              url: mqtt://127.0.0.1:%d
              username: me
              password: hunter2
            """
                .formatted(Ports.free()));

    Cli.Result result =
        Cli.runUnwatched(
            new Bluetooth(() -> kernel, () -> bluez),
            "doctor",
            "-c",
            file.toString(),
            "--bundle",
            bundle.toString());

    assertThat(result.status()).isEqualTo(1);
    assertThat(bundle)
        .content()
        .startsWith("Cellwarden development\njava: 25")
        .contains("\n== Steps\n", "\n✓ connect: shed: in ", "\n✗ tcp: broker mqtt://127.0.0.1:")
        .contains(
            "\n== Configuration\n", "password=Optional[***]", ", address=ble:A4:C1:38:**:**:**,")
        .contains("\n== Dialogue\n", " > dda50300fffd77\n")
        .doesNotContain("hunter2", "00:11:22", "DA:71:13");
    assertThat(Cli.run("doctor", "sim:4s", "--bundle", bundle.toString()).err())
        .isEqualTo("cellwarden: " + bundle + " exists already; name another file.\n");
  }

  @Test
  void bundleThatCannotBeWrittenIsSaidBeforeTheWalk() {
    Cli.Result result =
        Cli.run("doctor", "sim:4s", "--bundle", folder.resolve("missing/x").toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("missing/x cannot be written (there is no such file or folder)");
  }

  @Test
  void macAddressesAreMaskedInEveryForm() {
    assertThat(
            List.of(
                    "ble:A4:C1:38:00:11:22?adapter=00:1a:7d:da:71:13",
                    "/org/bluez/hci0/dev_A4_C1_38_00_11_22",
                    "A4-C1-38-00-11-22",
                    "2026-11-22T14:00:00Z",
                    "my secret is s3cr3t",
                    "pin 123, not 1234")
                .stream()
                .map(line -> SupportFile.masked(line, List.of("s3cr3t", "123"))))
        .containsExactly(
            "ble:A4:C1:38:**:**:**?adapter=00:1a:7d:**:**:**",
            "/org/bluez/hci0/dev_A4_C1_38_**_**_**",
            "A4-C1-38-**-**-**",
            "2026-11-22T14:00:00Z",
            "my secret is ***",
            "pin ***, not 1234");
  }

  private static Transport simulator() {
    return new SimulatorTransport(
        "sim:", SimulatedBms.of(SimulatorOptions.parse(SIM)), SystemTime.start());
  }

  private Cli.Result doctor(String address) {
    return Cli.runUnwatched(new Bluetooth(() -> kernel, () -> bluez), "doctor", address);
  }

  private Path configuration(String address, Path journal, String more) throws IOException {
    return Files.writeString(
        folder.resolve("cellwarden.yaml"),
        """
        batteries:
          - name: shed
            address: %s
        %sjournal:
          path: %s
        """
            .formatted(address, more, journal));
  }
}
