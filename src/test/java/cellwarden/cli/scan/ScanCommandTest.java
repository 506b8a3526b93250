package cellwarden.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import cellwarden.cli.console.CommandException;
import cellwarden.testing.FakeStack;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.Advertisement.AddressType;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Bluetooth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ScanCommandTest {

  private static final Advertisement HOUSE =
      heard("A4:C1:38:00:11:22", "12100AE00012", -61, List.of("ff00"), "hci0");
  private static final Advertisement SHED =
      heard("A5:C2:37:00:11:33", "shed", -84, List.of("ff00"), "hci1");
  private static final Advertisement STRIP =
      heard("C0:FF:EE:00:00:01", "LED\u001b[31m", -70, List.of("fff0"), "hci0");
  private static final Advertisement WATCH =
      heard("C0:FF:EE:00:00:02", "watch", -40, List.of("180d"), "hci0");

  private final FakeStack kernel = new FakeStack(Stack.KERNEL);
  private final FakeStack bluez = new FakeStack(Stack.BLUEZ);

  @Test
  void showsBatteriesStrongestFirstAndTheNextStep() {
    bluez.hearing(SHED, WATCH, STRIP, HOUSE);

    Cli.Result result = scan();

    assertThat(result)
        .isEqualTo(
            new Cli.Result(
                0,
                """
                ADDRESS                             NAME          SIGNAL          JBD    WHY
                ble:A4:C1:38:00:11:22               12100AE00012  -61 dBm strong  yes    service ff00, \
                name like 12100AE…, address A4:C1:38
                ble:C0:FF:EE:00:00:01               LED\\x1b[31m   -70 dBm fair    maybe  service fff0
                ble:A5:C2:37:00:11:33?adapter=hci1  shed          -84 dBm weak    yes    service ff00, \
                address A5:C2:37

                1 more without any sign of JBD (--all shows them)

                Bluetooth stack: kernel (the short way, which works here)
                Next: cellwarden read ble:A4:C1:38:00:11:22
                """,
                ""));
  }

  @Test
  void printsOneObjectALine() {
    bluez.hearing(SHED, WATCH);

    assertThat(scan("--json"))
        .isEqualTo(
            new Cli.Result(
                0,
                """
                {"address":"ble:C0:FF:EE:00:00:02","mac":"C0:FF:EE:00:00:02","name":"watch","rssi":-40,\
                "services":["180d"],"address_type":"public","adapter":"hci0","connected":false,\
                "jbd":"no","why":[]}
                {"address":"ble:A5:C2:37:00:11:33?adapter=hci1","mac":"A5:C2:37:00:11:33","name":"shed","rssi":-84,\
                "services":["ff00"],"address_type":"public","adapter":"hci1","connected":false,\
                "jbd":"yes","why":["service ff00","address A5:C2:37"]}
                """,
                ""));
    assertThat(kernel.lookups()).as("nobody asked for the next step").isZero();
  }

  @Test
  void marksABatteryThatIsInUseHere() {
    bluez.hearing(
        new Advertisement(
            HOUSE.mac(),
            AddressType.PUBLIC,
            HOUSE.name(),
            OptionalInt.empty(),
            List.of(),
            "",
            "hci0",
            true));

    assertThat(scan().out())
        .contains("in use here")
        .contains("It is connected to a program on this machine, which has to end first.")
        .endsWith("Next: cellwarden read ble:A4:C1:38:00:11:22\n");
    assertThat(scan("--json").out()).contains("\"rssi\":null").contains("\"connected\":true");
  }

  @Test
  void saysWhichStackWouldBeTaken() {
    kernel.obstructed("no Bluetooth sockets");
    bluez.hearing(HOUSE);

    assertThat(scan().out()).contains("Bluetooth stack: bluez (not kernel: no Bluetooth sockets)");
  }

  @Test
  void hearingNoBatteryIsAFailureWithHints() {
    bluez.hearing(WATCH);
    Cli.Result result = scan();

    assertThat(result.status()).isEqualTo(CommandException.FAILURE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("cellwarden: no JBD battery was heard in 10 s, only other devices (1, --all")
        .hasLineCount(1);
    assertThat(scan("--all").out()).contains("watch");
    assertThat(scan("--json").status()).isEqualTo(CommandException.FAILURE);
  }

  @Test
  void hearingNothingAtAllIsAFailureWithOtherHints() {
    Cli.Result result = scan("--seconds", "3");

    assertThat(result.status()).isEqualTo(CommandException.FAILURE);
    assertThat(result.err())
        .startsWith("cellwarden: no Bluetooth device at all was heard in 3 s; see with")
        .hasLineCount(1);
  }

  @Test
  void troubleWithTheAdapterIsOneSentenceWithTheCure() {
    bluez.deaf(BleTrouble.ADAPTER_OFF.anywhere("hci0", null));

    assertThat(scan())
        .isEqualTo(
            new Cli.Result(
                CommandException.FAILURE,
                "",
                "cellwarden: the Bluetooth adapter hci0 is switched off; switch it on with"
                    + " 'bluetoothctl power on'.\n"));
    assertThat(bluez.isClosed()).isTrue();
  }

  @Test
  void refusesATimeThatIsNone() {
    assertThat(scan("--seconds", "0").err()).isEqualTo("cellwarden: --seconds is 1 to 3600.\n");
  }

  private Cli.Result scan(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "scan";
    System.arraycopy(options, 0, args, 1, options.length);
    return Cli.runUnwatched(new Bluetooth(() -> kernel, () -> bluez), args);
  }

  private static Advertisement heard(
      String mac, String name, int rssi, List<String> services, String adapter) {
    return new Advertisement(
        mac,
        AddressType.PUBLIC,
        Optional.of(name),
        OptionalInt.of(rssi),
        services,
        "",
        adapter,
        false);
  }
}
