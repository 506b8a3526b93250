package cellwarden.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  private static final String BLE = "; write it like ble:A4:C1:38:00:11:22";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ble:A4:C1:38:00:11:22",
        "ble:A4:C1:38:00:11:22?adapter=hci1&stack=kernel&write_handle=0x15",
        "serial:/dev/ttyUSB0?baud=9600",
        "serial:COM3?baud=115200",
        "serial:/dev/ttyS0?baud=9600&rs485=on",
        "serial:/dev/serial/by-id/usb-FTDI_FT232R-if00?baud=9600",
        "tcp:192.168.1.7:8899",
        "tcp:bridge.local:1",
        "tcp:[::1]:65535",
        "tcp:[fe80::1%eth0]:8899",
        "sim:",
        "sim:4s",
        "sim:16s?faults=noisy&seed=7"
      })
  void canonicalTextComesBackUnchanged(String text) throws AddressException {
    assertThat(AddressParser.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "BLE:a4:c1:38:00:11:22, ble:A4:C1:38:00:11:22",
    "ble:A4:C1:38:00:11:22?stack=bluez&adapter=hci0,"
        + " ble:A4:C1:38:00:11:22?adapter=hci0&stack=bluez",
    "ble:A4:C1:38:00:11:22?stack=auto, ble:A4:C1:38:00:11:22",
    "ble:A4:C1:38:00:11:22?write_handle=21, ble:A4:C1:38:00:11:22?write_handle=0x15",
    "serial:/dev/ttyUSB0, serial:/dev/ttyUSB0?baud=9600",
    "sim:16s?seed=7&faults=noisy, sim:16s?faults=noisy&seed=7"
  })
  void otherSpellingsBecomeCanonical(String text, String canonical) throws AddressException {
    assertThat(AddressParser.parse(text))
        .hasToString(canonical)
        .isEqualTo(AddressParser.parse(canonical));
  }

  @Test
  void partsAreTyped() throws AddressException {
    assertThat(
            AddressParser.parse(
                "ble:A4:C1:38:00:11:22?adapter=hci1&stack=kernel&write_handle=0x15"))
        .isEqualTo(
            new BleAddress(
                "A4:C1:38:00:11:22",
                Optional.of("hci1"),
                Optional.of(BleAddress.Stack.KERNEL),
                OptionalInt.of(0x15)));
    assertThat(AddressParser.parse("ble:a4:c1:38:00:11:22"))
        .isEqualTo(BleAddress.of("A4:C1:38:00:11:22"));
    assertThat(AddressParser.parse("serial:/dev/ttyUSB0"))
        .isEqualTo(new SerialAddress("/dev/ttyUSB0", 9600, false));
    assertThat(AddressParser.parse("tcp:[::1]:8899")).isEqualTo(new TcpAddress("::1", 8899));
    assertThat(AddressParser.parse("sim:4s?seed=7"))
        .isEqualTo(new SimAddress("4s", new TreeMap<>(Map.of("seed", "7"))));
  }

  @Test
  void bluetoothAddressMadeByProgramIsChecked() {
    assertThatThrownBy(() -> BleAddress.of("A4:C1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void optionsOfSimulatorCannotBeChanged() throws AddressException {
    SimAddress sim = (SimAddress) AddressParser.parse("sim:4s?seed=7");
    assertThatThrownBy(() -> sim.options().put("seed", "8"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bel:A4:C1:38:00:11:22 | unknown scheme bel, an address starts with ble:, serial:, tcp: or sim:
          myBattery             | the scheme is missing, an address starts with ble:, serial:, tcp: or sim:
          ''                    | the scheme is missing, an address starts with ble:, serial:, tcp: or sim:
          ble://A4:C1:38        | no // belongs into an address
          ble:                  | "" is not six pairs of hexadecimal digits joined by colons
          ble:A4-C1-38-00-11-22 | "A4-C1-38-00-11-22" is not six pairs of hexadecimal digits joined by colons
          """)
  void bluetoothIsTheExampleWhenNothingElseFits(String text, String problem) {
    assertThatThrownBy(() -> AddressParser.parse(text)).hasMessage(problem + BLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A4:C1:38:00:11:22 | the scheme is missing; write it like ble:A4:C1:38:00:11:22
          /dev/ttyUSB0      | the scheme is missing; write it like serial:/dev/ttyUSB0
          192.168.1.7:8899  | the scheme is missing; write it like tcp:192.168.1.7:8899
          ble:A4:C1:38:00:11:22?adaptor=hci1 | unknown option adaptor, known options are adapter, stack, write_handle; write it like ble:A4:C1:38:00:11:22?adapter=hci1
          ble:A4:C1:38:00:11:22?adapter=usb0 | "usb0" is neither hci and a number nor the MAC address of an adapter; write it like ble:A4:C1:38:00:11:22?adapter=hci1
          ble:A4:C1:38:00:11:22?adapter      | "adapter" is not an option name=value; write it like ble:A4:C1:38:00:11:22
          ble:A4:C1:38:00:11:22?             | "" is not an option name=value; write it like ble:A4:C1:38:00:11:22
          ble:A4:C1:38:00:11:22?stack=hci    | "hci" is none of auto, kernel and bluez; write it like ble:A4:C1:38:00:11:22?stack=kernel
          ble:A4:C1:38:00:11:22?write_handle=0x0 | "0x0" is not an attribute handle from 1 to 0xFFFF; write it like ble:A4:C1:38:00:11:22?write_handle=0x15
          ble:A4:C1:38:00:11:22?write_handle=70000 | "70000" is not an attribute handle from 1 to 0xFFFF; write it like ble:A4:C1:38:00:11:22?write_handle=0x15
          ble:A4:C1:38:00:11:22?write_handle=0x10000 | "0x10000" is not an attribute handle from 1 to 0xFFFF; write it like ble:A4:C1:38:00:11:22?write_handle=0x15
          serial:ttyUSB0    | "ttyUSB0" is not the path of a serial port; write it like serial:/dev/ttyUSB0?baud=9600
          serial:///dev/tty | no // belongs into an address; write it like serial:/dev/ttyUSB0?baud=9600
          serial:/dev/ttyUSB0?baud=fast  | "fast" is not a speed from 300 to 4000000 baud; write it like serial:/dev/ttyUSB0?baud=9600
          serial:/dev/ttyUSB0?baud=100   | "100" is not a speed from 300 to 4000000 baud; write it like serial:/dev/ttyUSB0?baud=9600
          serial:/dev/ttyUSB0?rs485=yes | "yes" is neither on nor off; write it like serial:/dev/ttyUSB0?baud=9600&rs485=on
          serial:/dev/ttyUSB0?speed=9600 | unknown option speed, known options are baud, rs485; write it like serial:/dev/ttyUSB0?baud=9600
          tcp:192.168.1.7   | "192.168.1.7" is not host:port; write it like tcp:192.168.1.7:8899
          tcp::8899         | ":8899" is not host:port; write it like tcp:192.168.1.7:8899
          tcp:host:70000    | the port 70000 is not from 1 to 65535; write it like tcp:192.168.1.7:8899
          tcp:host:0        | the port 0 is not from 1 to 65535; write it like tcp:192.168.1.7:8899
          tcp:fe80::1:8899  | an IPv6 address needs brackets around it; write it like tcp:[::1]:8899
          tcp:host:1?a=1    | unknown option a, this kind of address takes none; write it like tcp:192.168.1.7:8899
          sim:4 s           | "4 s" holds more than letters and digits; write it like sim:16s?faults=noisy&seed=7
          sim:4s?seed=1&seed=2 | the option seed is given twice; write it like sim:16s?faults=noisy&seed=7
          sim:4s?Seed=1     | "Seed=1" is not an option name=value; write it like sim:16s?faults=noisy&seed=7
          """)
  void wrongAddressIsExplained(String text, String message) {
    assertThatThrownBy(() -> AddressParser.parse(text))
        .isInstanceOf(AddressException.class)
        .hasMessage(message);
  }
}
