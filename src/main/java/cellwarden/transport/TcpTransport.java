package cellwarden.transport;

import cellwarden.transport.TransportException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Reaches a battery over TCP, through a serial-to-network bridge or a simulator that listens.
///
/// Not for use by several threads at once.
public final class TcpTransport implements Transport {

  private final TcpAddress address;
  private final NameService names;

  /// The last look-up. It ends when the system likes, and none is begun beside it.
  private @Nullable FutureTask<InetAddress[]> lookup;

  /// Finds the addresses of a host, at least one; waits for as long as it takes.
  @FunctionalInterface
  interface NameService {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  public TcpTransport(TcpAddress address) {
    this(address, InetAddress::getAllByName);
  }

  TcpTransport(TcpAddress address, NameService names) {
    this.address = address;
    this.names = names;
  }

  /// Tries all addresses of the host, each for its share of the time that is left.
  @Override
  public Connection connect(Duration timeout) throws TransportException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    InetAddress[] hosts = hosts(deadline);
    for (int i = 0; ; i++) {
      InetSocketAddress target = new InetSocketAddress(hosts[i], address.port());
      Duration share = Duration.ofNanos(deadline.leftNanos()).dividedBy(hosts.length - i);
      try {
        return TcpConnection.open(address, target, share);
      } catch (IOException | UnsupportedAddressTypeException e) {
        if (i == hosts.length - 1) {
          throw unreachable(problem(e, timeout), e);
        }
      }
    }
  }

  private InetAddress[] hosts(Deadline deadline) throws TransportException, InterruptedException {
    try {
      return new InetAddress[] {InetAddress.ofLiteral(address.host())};
    } catch (IllegalArgumentException e) {
      return lookedUp(deadline);
    }
  }

  /// A thread of its own waits for the name service, which has no time-outs of ours and hears no
  /// interrupt.
  private InetAddress[] lookedUp(Deadline deadline)
      throws TransportException, InterruptedException {
    FutureTask<InetAddress[]> current = lookup;
    if (current == null || current.isDone()) {
      current = new FutureTask<>(() -> names.find(address.host()));
      lookup = current;
      Thread.ofPlatform().daemon().name("look-up of " + address.host()).start(current);
    }
    try {
      return current.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw unreachable(
          "the name service did not find %s within %d ms"
              .formatted(address.host(), deadline.timeout().toMillis()),
          e);
    } catch (ExecutionException e) {
      throw new TransportException(
          Kind.NOT_FOUND, address + ": no host is called " + address.host(), e);
    }
  }

  private static String problem(Exception e, Duration timeout) {
    return switch (e) {
      case SocketTimeoutException _ -> "no connection within " + timeout.toMillis() + " ms";
      case ConnectException _ -> "nothing listens there (" + e.getMessage() + ")";
      case UnsupportedAddressTypeException _ -> "this machine has no network of that kind (IPv6)";
      default -> String.valueOf(e.getMessage());
    };
  }

  private TransportException unreachable(String problem, Exception cause) {
    return new TransportException(Kind.UNREACHABLE, address + ": " + problem, cause);
  }
}
