package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Guard;
import cellwarden.transport.TransportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Years of polls, in small.
final class BluezSoakTest {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @RegisterExtension private final BluezLab lab = new BluezLab();

  @Test
  void aThousandCyclesLeaveNothingBehind() throws Exception {
    cycle(50);
    Counts before = Counts.of(lab);
    cycle(1000);

    Guard.await("no more than " + before, () -> Counts.of(lab).isAtMost(before));
    assertThat(before.rules()).isEqualTo(3);
  }

  /// Every tenth goes wrong in some way.
  private void cycle(int times) throws Exception {
    FakeBattery battery = lab.battery();
    List<FakeFault> faults =
        List.of(
            FakeFault.CONNECT_FAILS,
            FakeFault.WANTS_PAIRING,
            FakeFault.DROPS_WHILE_RESOLVING,
            FakeFault.SIGNALS_LOST,
            FakeFault.CONNECT_UNKNOWN);
    for (int i = 0; i < times; i++) {
      FakeFault fault = faults.get(i / 10 % faults.size());
      if (i % 10 == 0) {
        battery.with(fault);
      }
      try {
        lab.assertReads();
      } catch (TransportException e) {
        assertThat(i % 10).as(e.getMessage()).isZero();
      }
      battery.without(fault);
    }
  }

  /// What must not grow. It may fall: an earlier test of this JVM may still let go of something.
  private record Counts(int rules, int threads, int descriptors) {

    /// A class file that is opened late, or a collection of garbage, is no leak of a thousand
    /// cycles.
    private static final int SLACK = 20;

    boolean isAtMost(Counts before) {
      return rules == before.rules
          && threads <= before.threads
          && descriptors <= before.descriptors + SLACK;
    }

    static Counts of(BluezLab lab) throws Exception {
      return new Counts(countRules(lab.bus()), countThreads(), countDescriptors());
    }

    /// Of all programs on the bus. Every build of dbus-daemon that Debian ships counts them.
    private static int countRules(PrivateBus bus) throws Exception {
      try (FakePeer asking = FakePeer.connect(bus.address())) {
        Object[] answer = asking.ask("org.freedesktop.DBus.Debug.Stats", "GetAllMatchRules", null);
        return ((Map<?, ?>) answer[0])
            .values().stream().mapToInt(rules -> ((List<?>) rules).size()).sum();
      }
    }

    private static int countThreads() {
      return (int)
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().contains("DBus"))
              .count();
    }

    private static int countDescriptors() throws Exception {
      try (Stream<Path> open = Files.list(DESCRIPTORS)) {
        return (int) open.count();
      }
    }
  }
}
