package cellwarden.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// All addresses of a host, for whoever connects to it: what listens may do so on the last of them
/// only. Not for use by several threads at once.
public final class HostAddresses {

  private final String host;
  private final NameService names;

  /// The last look-up. It ends when the system likes, and none is begun beside it.
  private @Nullable FutureTask<InetAddress[]> lookup;

  /// Finds the addresses of a host, at least one; waits for as long as it takes.
  @FunctionalInterface
  public interface NameService {
    /// The addresses of a host.
    ///
    /// @throws UnknownHostException if there are none
    InetAddress[] find(String host) throws UnknownHostException;
  }

  /// As the system finds them.
  ///
  /// @param host name or literal address, IPv6 without brackets
  public HostAddresses(String host) {
    this(host, InetAddress::getAllByName);
  }

  /// As another name service finds them.
  ///
  /// @param names in the place of the system's
  public HostAddresses(String host, NameService names) {
    this.host = host;
    this.names = names;
  }

  /// The addresses, in the order in which they are to be tried; at least one.
  ///
  /// @throws UnknownHostException if there is no such host; the message is the middle of a sentence
  /// @throws TimeoutException if the name service takes longer; likewise
  public List<InetAddress> find(Duration atMost)
      throws UnknownHostException, TimeoutException, InterruptedException {
    try {
      return List.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return lookedUp(atMost);
    }
  }

  /// A thread of its own waits for the name service, which has no time-outs of ours and hears no
  /// interrupt.
  private List<InetAddress> lookedUp(Duration atMost)
      throws UnknownHostException, TimeoutException, InterruptedException {
    FutureTask<InetAddress[]> current = lookup;
    if (current == null || current.isDone()) {
      current = new FutureTask<>(() -> names.find(host));
      lookup = current;
      Thread.ofPlatform().daemon().name("look-up of " + host).start(current);
    }
    try {
      return List.of(current.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      TimeoutException late =
          new TimeoutException(
              "the name service did not find %s within %d ms".formatted(host, atMost.toMillis()));
      late.initCause(e);
      throw late;
    } catch (ExecutionException e) {
      UnknownHostException unknown = new UnknownHostException("no host is called " + host);
      unknown.initCause(e);
      throw unknown;
    }
  }

  /// What went wrong at each address that was tried.
  public static final class Problems {

    private final List<String> places = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /// An address that did not help.
    ///
    /// @param problem the middle of a sentence
    public void add(InetAddress address, String problem) {
      // Without the name of the host in front of it.
      places.add(address.getHostAddress());
      problems.add(problem);
    }

    /// All of them, as the middle of a sentence; the addresses only where they differ.
    @Override
    public String toString() {
      if (problems.stream().distinct().count() == 1) {
        return problems.getFirst();
      }
      List<String> words = new ArrayList<>();
      for (int i = 0; i < places.size(); i++) {
        words.add("at " + places.get(i) + " " + problems.get(i));
      }
      return String.join(", ", words);
    }
  }
}
