package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.config.Defaults;
import cellwarden.energy.EnergyLog;
import cellwarden.journal.Journal;
import cellwarden.output.Output;
import cellwarden.output.Restarts;
import cellwarden.poll.BatteryPoller;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.RefusedPasswords;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.simulator.SimulatorTransport;
import cellwarden.testing.Batteries;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Guard;
import cellwarden.time.SystemTime;
import cellwarden.transport.SimAddress;
import cellwarden.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bug restarts its part, loudly, and concerns no other.
final class ServiceTest {

  private static final Duration INTERVAL = Duration.ofMillis(5);

  @TempDir private Path folder = Path.of("");
  private final Restarts restarts = new Restarts();
  private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
  private final Supervisor.Care care =
      new Supervisor.Care(
          restarts,
          _ -> Duration.ofMillis(1),
          fatal::add,
          System::nanoTime,
          Surroundings.REAL.threads());
  private final CapturedLog log = CapturedLog.start();

  @AfterEach
  void end() {
    log.close();
  }

  @Test
  void pollerWithABugReadsAgainAndTheOthersGoOn() throws Exception {
    Recorder recorder = new Recorder("recorder");
    try (Service service = service(List.of(recorder), failing(Set.of(2, 4)))) {
      service.start();
      Guard.await(
          "readings of both", () -> recorder.count("bad") > 5 && recorder.count("good") > 5);
    }

    assertThat(restarts.counts()).isEqualTo(Map.of("battery bad", 2));
    assertThat(log.text()).contains("IllegalStateException: scripted: connect", "\tat cellwarden.");
    assertNothingIsLost(recorder);
  }

  @Test
  void outputWithABugInItsThreadRunsAgainAndTheOthersGoOn() throws Exception {
    Recorder recorder = new Recorder("recorder");
    AtomicInteger runs = new AtomicInteger();
    Recorder restless =
        new Recorder("restless") {
          @Override
          public void run() throws InterruptedException {
            if (runs.incrementAndGet() < 4) {
              throw new IllegalStateException("scripted: run");
            }
            super.run();
          }
        };
    try (Service service = service(List.of(restless, recorder), failing(Set.of()))) {
      service.start();
      Guard.await("the fourth run", () -> runs.get() == 4);
      Guard.await("readings", () -> recorder.count("good") > 5);
    }

    assertThat(restarts.counts()).isEqualTo(Map.of("output restless", 3));
    assertNothingIsLost(recorder);
    assertThat(restless.seqs()).isEqualTo(recorder.seqs());
  }

  @Test
  void outputThatThrowsWhatItIsGivenDelaysNobody() throws Exception {
    Recorder recorder = new Recorder("recorder");
    Recorder picky =
        new Recorder("picky") {
          @Override
          public void accept(EncodedEvent event) {
            if (event.event().battery().equals("bad")) {
              throw new IllegalStateException("scripted: accept");
            }
            super.accept(event);
          }
        };
    try (Service service = service(List.of(picky, recorder), failing(Set.of()))) {
      service.start();
      Guard.await("readings of both", () -> recorder.count("bad") > 5 && picky.count("good") > 5);
    }

    assertThat(restarts.counts()).containsOnlyKeys("output picky");
    assertThat(picky.count("bad")).isZero();
    assertThat(log.text()).contains("IllegalStateException: scripted: accept", "\tat cellwarden.");
    assertNothingIsLost(recorder);
  }

  @Test
  void askForTheEndOfTheProcessIsAllThatAFatalErrorDoes() throws Exception {
    Recorder recorder = new Recorder("recorder");
    OutOfMemoryError error = new OutOfMemoryError("scripted");
    Recorder greedy =
        new Recorder("greedy") {
          @Override
          public void run() {
            throw error;
          }
        };
    try (Service service = service(List.of(greedy, recorder), failing(Set.of()))) {
      service.start();
      Guard.await("the error", () -> !fatal.isEmpty());
      Guard.await("readings", () -> recorder.count("good") > 1);
    }

    assertThat(fatal).containsExactly(error);
    assertThat(restarts.counts()).isEmpty();
  }

  private Service service(List<Recorder> recorders, Transport bad) throws Exception {
    List<Service.RunningOutput> outputs =
        recorders.stream().map(output -> Service.RunningOutput.of(output, care)).toList();
    Journal journal = Journal.open(Defaults.journal(file()).withFsync(new Fsync.Never()));
    JournalFirst first = new JournalFirst(journal, List.copyOf(outputs));
    List<Supervisor> pollers =
        List.of(poller("bad", bad, first), poller("good", failing(Set.of()), first));
    Supervisor keeper = new Supervisor("journal", "journal", () -> {}, care);
    return new Service(outputs, pollers, keeper, List.of(journal));
  }

  private Supervisor poller(String name, Transport transport, JournalFirst first) {
    BatteryReader reader =
        new BatteryReader(
            Batteries.named(name),
            transport,
            RefusedPasswords.inMemory(),
            SystemTime.start(),
            new Random(1));
    BatteryPoller poller =
        new BatteryPoller(
            name,
            reader,
            INTERVAL,
            first,
            _ -> Optional.of(EnergyLog.Start.unknown(1)),
            SystemTime.start(),
            new Random(2),
            Duration.ZERO);
    return new Supervisor("battery " + name, name, poller::run, care);
  }

  /// A simulated battery; a bug meets the connects with these numbers, from 1 on.
  private static Transport failing(Set<Integer> connects) {
    Transport simulated = SimulatorTransport.of(new SimAddress("4s", new TreeMap<>()));
    AtomicInteger tried = new AtomicInteger();
    return timeout -> {
      int number = tried.incrementAndGet();
      if (connects.contains(number)) {
        throw new IllegalStateException("scripted: connect " + number);
      }
      return simulated.connect(timeout);
    };
  }

  private Path file() {
    return folder.resolve("bms_data.jsonl");
  }

  private void assertNothingIsLost(Recorder recorder) throws Exception {
    List<String> journalled = Files.readAllLines(file());
    assertThat(recorder.lines()).containsExactlyInAnyOrderElementsOf(journalled);
    assertThat(recorder.seqs())
        .isEqualTo(LongStream.rangeClosed(1, journalled.size()).boxed().toList());
  }

  /// Remembers readings, and runs until it is stopped.
  private static class Recorder implements Output {

    private final String name;
    private final List<EncodedEvent> events = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    Recorder(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void accept(EncodedEvent event) {
      synchronized (events) {
        events.add(event);
      }
    }

    @Override
    public void run() throws InterruptedException {
      stopped.await();
    }

    @Override
    public void stop() {
      stopped.countDown();
    }

    private List<EncodedEvent> events() {
      synchronized (events) {
        return List.copyOf(events);
      }
    }

    final long count(String battery) {
      return events().stream().filter(event -> event.event().battery().equals(battery)).count();
    }

    final List<String> lines() {
      return events().stream()
          .map(event -> new String(event.json(), StandardCharsets.UTF_8))
          .toList();
    }

    /// Lowest first.
    final List<Long> seqs() {
      return events().stream()
          .map(event -> ((BatteryEvent.Reading) event.event()).sample().seq().orElseThrow())
          .sorted()
          .toList();
    }
  }
}
