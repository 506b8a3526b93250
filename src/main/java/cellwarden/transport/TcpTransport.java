package cellwarden.transport;

import cellwarden.net.HostAddresses;
import cellwarden.transport.TransportException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// Reaches a battery over TCP, through a serial-to-network bridge or a simulator that listens.
///
/// Not for use by several threads at once.
public final class TcpTransport implements Transport {

  private final TcpAddress address;
  private final HostAddresses host;

  public TcpTransport(TcpAddress address) {
    this.address = address;
    this.host = new HostAddresses(address.host());
  }

  TcpTransport(TcpAddress address, HostAddresses.NameService names) {
    this.address = address;
    this.host = new HostAddresses(address.host(), names);
  }

  /// Tries all addresses of the host, each for its share of the time that is left.
  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    List<InetAddress> places = places(deadline);
    HostAddresses.Problems problems = new HostAddresses.Problems();
    for (int i = 0; ; i++) {
      InetSocketAddress target = new InetSocketAddress(places.get(i), address.port());
      Duration share = Duration.ofNanos(deadline.leftNanos()).dividedBy(places.size() - i);
      try {
        return TcpConnection.open(address, target, share);
      } catch (IOException | UnsupportedAddressTypeException e) {
        problems.add(places.get(i), problem(e, timeout));
        if (i == places.size() - 1) {
          throw unreachable(problems.toString(), e);
        }
      }
    }
  }

  private List<InetAddress> places(Deadline deadline)
      throws TransportException, InterruptedException {
    try {
      return host.find(Duration.ofNanos(deadline.leftNanos()));
    } catch (TimeoutException e) {
      throw unreachable(
          "the name service did not find %s within %d ms"
              .formatted(address.host(), deadline.timeout().toMillis()),
          e);
    } catch (UnknownHostException e) {
      throw new TransportException(Kind.NOT_FOUND, address + ": " + e.getMessage(), e);
    }
  }

  static String problem(Exception e, Duration timeout) {
    return switch (e) {
      case SocketTimeoutException _ -> "no connection within " + timeout.toMillis() + " ms";
      case ConnectException _ -> "nothing listens there (" + reason(e) + ")";
      case UnsupportedAddressTypeException _ -> "this machine has no network of that kind (IPv6)";
      default -> String.valueOf(e.getMessage());
    };
  }

  /// Some JDKs name the step that failed, too: `Connection refused (connect failed)`.
  private static String reason(Exception e) {
    return String.valueOf(e.getMessage()).replaceFirst(" \\(.*", "");
  }

  private TransportException unreachable(String problem, Exception cause) {
    return new TransportException(Kind.UNREACHABLE, address + ": " + problem, cause);
  }
}
