package cellwarden.transport;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A battery on a serial port: a TTL or RS-485 adapter, or the board's own USB box.
///
/// @param device path of the port, or its Windows name (`COM3`)
/// @param baud bits per second, 300 to 4,000,000; JBD boards speak 9600
/// @param rs485 whether the line RTS switches an RS-485 adapter to sending; most adapters switch by
///   themselves
public record SerialAddress(String device, int baud, boolean rs485) implements Address {

  static final String EXAMPLE = "serial:/dev/ttyUSB0?baud=9600";
  private static final int DEFAULT_BAUD = 9600;
  private static final int SLOWEST = 300;
  private static final int FASTEST = 4_000_000;
  private static final Pattern DEVICE = Pattern.compile("/[^\\s\\p{Cntrl}]+|COM[0-9]{1,3}");
  private static final List<String> RS485 = List.of("on", "off");
  private static final Pattern BAUD = Pattern.compile("[1-9][0-9]{2,6}");

  static SerialAddress parse(String device, AddressOptions options) throws AddressException {
    options.allowOnly(List.of("baud", "rs485"), EXAMPLE);
    if (!DEVICE.matcher(device).matches()) {
      throw new AddressException(device, "is not the path of a serial port", EXAMPLE);
    }
    int baud =
        options
            .find(
                "baud",
                text -> BAUD.matcher(text).matches() && isSpeed(Integer.parseInt(text)),
                "is not a speed from 300 to 4000000 baud",
                EXAMPLE)
            .map(Integer::valueOf)
            .orElse(DEFAULT_BAUD);
    Optional<String> rs485 =
        options.find("rs485", RS485::contains, "is neither on nor off", EXAMPLE + "&rs485=on");
    return new SerialAddress(device, baud, rs485.isPresent() && rs485.get().equals("on"));
  }

  private static boolean isSpeed(int baud) {
    return baud >= SLOWEST && baud <= FASTEST;
  }

  @Override
  public String toString() {
    return "serial:" + device + "?baud=" + baud + (rs485 ? "&rs485=on" : "");
  }
}
