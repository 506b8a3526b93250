package cellwarden.cli.read;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import cellwarden.testing.FakeStack;
import cellwarden.transport.BleAddress;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Bluetooth;
import org.junit.jupiter.api.Test;

final class ReadOverBluetoothTest {

  private static final String ADDRESS = "ble:A4:C1:38:00:11:22";

  private final FakeStack kernel = new FakeStack(Stack.KERNEL);
  private final FakeStack bluez = new FakeStack(Stack.BLUEZ);

  @Test
  void showsTheStackAndWhy() {
    Cli.Result result = read(ADDRESS);

    assertThat(result.status()).isZero();
    assertThat(result.out())
        .containsPattern("\nLink +connected in [0-9]+ ms, read in [0-9]+ ms, -61 dBm\n")
        .contains("\nBluetooth stack      kernel (the short way, which works here)\n");
    assertThat(result.err())
        .contains("reading ble:A4:C1:38:00:11:22 over kernel (attempt 1 of 3) ...");
    assertThat(kernel.isClosed()).isTrue();
  }

  @Test
  void statesTheStackInTheSample() {
    assertThat(read(ADDRESS + "?stack=bluez", "--json").out())
        .contains("\"rssi\":-61,\"stack\":\"bluez\"}}");
  }

  @Test
  void saysTheCureThatFitsTheTrouble() {
    kernel.failing(BleTrouble.NOT_JBD.at(BleAddress.of("A4:C1:38:00:11:22"), "only 180a"));

    assertThat(read(ADDRESS).err())
        .endsWith(
            "cellwarden: not_found: ble:A4:C1:38:00:11:22: connected, but it has no service for"
                + " JBD frames (only 180a); see with 'cellwarden scan' whether this is the battery;"
                + " if so, name its characteristic with write_handle= in the address.\n");
  }

  @Test
  void leavesBluetoothAloneForOtherAddresses() {
    assertThat(read("sim:4s").out()).doesNotContain("Bluetooth");
    assertThat(kernel.lookups() + bluez.lookups()).isZero();
    assertThat(kernel.isClosed()).isFalse();
  }

  private Cli.Result read(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "read";
    System.arraycopy(args, 0, all, 1, args.length);
    return Cli.runWith(new Bluetooth(() -> kernel, () -> bluez), all);
  }
}
