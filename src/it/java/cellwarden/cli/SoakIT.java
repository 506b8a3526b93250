package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.app.JournalFirst;
import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Sink;
import cellwarden.config.Defaults;
import cellwarden.energy.EnergyLog;
import cellwarden.journal.Journal;
import cellwarden.poll.BatteryPoller;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.RefusedPasswords;
import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatorOptions;
import cellwarden.simulator.SimulatorServer;
import cellwarden.testing.Batteries;
import cellwarden.testing.Figures;
import cellwarden.testing.JournalFile;
import cellwarden.time.Time;
import cellwarden.transport.TcpAddress;
import cellwarden.transport.TcpTransport;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand polls, each with a connection of its own over TCP and a line in the journal: what a
/// day of readings every ten seconds needs. Nothing may grow.
final class SoakIT {

  private static final int CYCLES = 10_000;
  private static final int WARM = 2_000;
  private static final long HEAP_SLACK = 1 << 20;

  /// Other tests of the same JVM may still be ending or loading; one leaked in each poll would be
  /// thousands.
  private static final int COUNT_SLACK = 8;

  @TempDir private Path folder;

  /// What the process holds.
  private record Held(long descriptors, int threads, long heap) {

    static Held now() {
      System.gc();
      long descriptors =
          ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
              ? unix.getOpenFileDescriptorCount()
              : 0;
      return new Held(
          descriptors,
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
  }

  @Test
  void nothingGrowsOverTenThousandPolls() throws IOException {
    Path file = folder.resolve("bms_data.jsonl");
    Counter counter = new Counter();
    long start = System.nanoTime();
    try (Journal journal = Journal.open(Defaults.journal(file));
        SimulatorServer server = SimulatorServer.listen(battery(), 0)) {
      BatteryReader reader =
          new BatteryReader(
              Batteries.named("myBattery"),
              new TcpTransport(new TcpAddress("127.0.0.1", server.port())),
              RefusedPasswords.inMemory(),
              new Impatient(),
              new Random(1));
      new BatteryPoller(
              "myBattery",
              reader,
              Duration.ofSeconds(10),
              new JournalFirst(journal, List.of(encoded -> counter.accept(encoded.event()))),
              _ -> Optional.of(EnergyLog.Start.unknown(1)),
              new Impatient(),
              new Random(1),
              Duration.ZERO)
          .run();
    }
    Figures.say(CYCLES + " polls", (System.nanoTime() - start) / 1_000_000 + " ms");
    assertJournal(new JournalFile(file));
    assertNothingGrew(counter.held.getFirst(), counter.held.getLast());
  }

  private static SimulatedBms battery() {
    return SimulatedBms.of(SimulatorOptions.DEFAULT);
  }

  private static void assertJournal(JournalFile journal) throws IOException {
    assertThat(journal.lines()).hasSize(CYCLES);
    assertThat(journal.seqs()).isEqualTo(LongStream.rangeClosed(1, CYCLES).boxed().toList());
  }

  private static void assertNothingGrew(Held warm, Held end) {
    Figures.say("held after " + WARM + " polls", warm);
    Figures.say("held after " + CYCLES + " polls", end);
    assertThat(end.descriptors()).isLessThan(warm.descriptors() + COUNT_SLACK);
    assertThat(end.threads()).isLessThan(warm.threads() + COUNT_SLACK);
    assertThat(end.heap()).isLessThan(warm.heap() + HEAP_SLACK);
  }

  /// Looks at the process on the way, and ends the poller by interrupting its thread.
  private static final class Counter implements Sink {

    private final List<Held> held = new ArrayList<>();
    private int readings;

    @Override
    public void accept(BatteryEvent event) {
      if (event instanceof BatteryEvent.Failed failed) {
        throw new AssertionError(failed.toString());
      }
      readings++;
      if (readings == WARM || readings == CYCLES) {
        held.add(Held.now());
      }
      if (readings == CYCLES) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// The clocks of this machine, but no pause.
  private static final class Impatient implements Time {

    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
