package cellwarden.transport;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A battery behind a serial-to-network bridge, or a simulator that listens.
///
/// @param host name, IPv4 address, or IPv6 address without brackets
/// @param port 1 to 65535
public record TcpAddress(String host, int port) implements Address {
  static final String EXAMPLE = "tcp:192.168.1.7:8899";
  private static final int LAST_PORT = 65535;
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<name>[A-Za-z0-9._-]+)|\\[(?<ip6>[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?)])"
              + ":(?<port>[0-9]{1,5})");

  static TcpAddress parse(String target, AddressOptions options) throws AddressException {
    options.allowOnly(List.of(), EXAMPLE);
    Matcher form = FORM.matcher(target);
    if (!form.matches()) {
      boolean bareIp6 = !target.contains("[") && target.indexOf(':') != target.lastIndexOf(':');
      throw bareIp6
          ? new AddressException("an IPv6 address needs brackets around it", "tcp:[::1]:8899")
          : new AddressException(target, "is not host:port", EXAMPLE);
    }
    int port = Integer.parseInt(form.group("port"));
    if (port < 1 || port > LAST_PORT) {
      throw new AddressException("the port " + port + " is not from 1 to 65535", EXAMPLE);
    }
    String name = form.group("name");
    return new TcpAddress(name == null ? form.group("ip6") : name, port);
  }

  @Override
  public String toString() {
    return "tcp:" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
