package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EncodedEvent;
import cellwarden.energy.EnergyLog;
import cellwarden.output.Output;
import cellwarden.output.Restarts;
import cellwarden.poll.BatteryPoller;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.RefusedPasswords;
import cellwarden.simulator.SimulatorTransport;
import cellwarden.testing.Batteries;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Guard;
import cellwarden.testing.RecordingSink;
import cellwarden.time.Time;
import cellwarden.transport.Connection;
import cellwarden.transport.SimAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Pollers that hang for ever, in threads of their own, and a clock that only the test moves.
final class WatchdogTest {

  private final CapturedLog log = CapturedLog.start();
  private final Clock clock = new Clock();
  private final RecordingSink sink = new RecordingSink();
  private final AtomicReference<CountDownLatch> disk = new AtomicReference<>(new CountDownLatch(0));
  private final EndedPolls ended =
      new EndedPolls(
          event -> {
            sink.accept(event);
            awaitDeaf(disk.get());
          },
          clock);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Restarts restarts = new Restarts();
  private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
  private final List<Supervisor> threads = new ArrayList<>();
  private final List<Watchdog.Watched> watched = new ArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicInteger connects = new AtomicInteger();
  private final AtomicInteger closes = new AtomicInteger();

  @AfterEach
  void end() {
    never.countDown();
    threads.forEach(Supervisor::end);
    log.close();
  }

  @Test
  void runsAgainWhatHangsInAConnect() throws Exception {
    watch(
        "a",
        firstHangs(_ -> {
          never.await();
          throw new IllegalStateException("never");
        }));
    Watchdog watchdog = started();
    Guard.await("the connect", () -> connects.get() == 1);

    pass(watchdog, BatteryPoller.LONGEST_POLL);
    assertThat(restarts.counts()).isEmpty();
    pass(watchdog, Watchdog.PERIOD);

    Guard.await("a sample", () -> !sink.samples().isEmpty());
    assertThat(restarts.counts()).isEqualTo(Map.of("battery a", 1));
    assertThat(log.messages("ERROR"))
        .singleElement()
        .asString()
        .startsWith("battery a: makes no progress, so it is run again; it hangs at ")
        .contains("CountDownLatch.await", " < cellwarden.poll.BatterySession.open");
  }

  @Test
  void closesTheConnectionOfWhatHangsInAReceive() throws Exception {
    watch("a", firstHangs(_ -> new Hanging()));
    Watchdog watchdog = started();
    Guard.await("the connect", () -> connects.get() == 1);

    pass(watchdog, BatteryPoller.LONGEST_POLL.plus(Watchdog.PERIOD));

    Guard.await("a sample", () -> !sink.samples().isEmpty());
    assertThat(closes).hasValue(1);
  }

  @Test
  void givesABatteryAnotherThreadWhereAnInterruptDoesNotHelp() throws Exception {
    watch("a", firstHangs(_ -> deafToInterrupts()));
    Watchdog watchdog = started();
    Guard.await("the connect", () -> connects.get() == 1);

    pass(watchdog, BatteryPoller.LONGEST_POLL.plus(Duration.ofMinutes(1)));

    Guard.await("a sample", () -> !sink.samples().isEmpty());
    assertThat(restarts.counts()).isEqualTo(Map.of("battery a", 2));
    assertThat(log.text()).contains("run in another thread, since an interrupt did not end it");
    int samples = sink.samples().size();
    never.countDown();
    assertThat(sink.failures()).as("of the thread that hung").isEmpty();
    assertThat(sink.samples()).hasSize(samples);
  }

  @Test
  void endsTheProcessOnlyWhenNoBatteryMakesProgress() throws Exception {
    watch("a", _ -> deafToInterrupts());
    AtomicInteger good = new AtomicInteger();
    Transport simulated = SimulatorTransport.of(new SimAddress("4s", new TreeMap<>()));
    watch(
        "b",
        timeout -> {
          if (good.incrementAndGet() > 5) {
            return deafToInterrupts();
          }
          return simulated.connect(timeout);
        });
    Watchdog watchdog = started();
    for (int i = 1; i < 5; i++) {
      int polled = i;
      Guard.await("poll " + i, () -> sink.samples().size() == polled);
      pass(watchdog, BatteryPoller.LONGEST_POLL.plus(Watchdog.PERIOD));
      clock.wake();
    }
    assertThat(restarts.counts().get("battery a")).isGreaterThanOrEqualTo(3);
    assertThat(fatal).isEmpty();

    Guard.await("the last poll", () -> sink.samples().size() == 5);
    pass(watchdog, Duration.ofMinutes(2));
    clock.wake();
    Guard.await("the hang of the other", () -> good.get() > 5);
    for (int i = 0; i < 40 && fatal.isEmpty(); i++) {
      pass(watchdog, Duration.ofMinutes(1));
    }
    assertThat(fatal).first().isInstanceOf(StartException.class);
  }

  @Test
  void isNotAlarmedByAMachineThatStoodStill() throws Exception {
    watch("a", firstHangs(_ -> deafToInterrupts()));
    Watchdog watchdog = started();
    Guard.await("the connect", () -> connects.get() == 1);

    clock.pass(Duration.ofHours(8));
    watchdog.look();
    pass(watchdog, BatteryPoller.LONGEST_POLL.minus(Watchdog.PERIOD));

    assertThat(restarts.counts()).isEmpty();
  }

  @Test
  void isNotAlarmedByAPauseThatSomebodyAskedFor() throws Exception {
    BatteryPoller poller = watch("a", SimulatorTransport.of(new SimAddress("4s", new TreeMap<>())));
    Watchdog watchdog = started();
    Guard.await("a sample", () -> !sink.samples().isEmpty());
    poller.pause(Duration.ofHours(2));

    pass(watchdog, Duration.ofHours(1));

    assertThat(restarts.counts()).isEmpty();
  }

  @Test
  void tellsTheServiceManagerOfProgressAsLongAsThereIsSome() throws Exception {
    watch("a", _ -> deafToInterrupts());
    Watchdog watchdog = started();
    Guard.await("the connect", () -> threads.size() == 1);

    pass(watchdog, Duration.ofMinutes(9));
    assertThat(told).hasSize(54);
    assertThat(told.getFirst()).isEqualTo("STATUS=fine READY=1 WATCHDOG=1");
    assertThat(told.subList(1, 54)).containsOnly("STATUS=fine WATCHDOG=1");

    pass(watchdog, Watchdog.PERIOD);
    assertThat(told.getLast()).isEqualTo("STATUS=fine");
  }

  @Test
  void takesAPollThatDoesNotReachTheJournalForNoProgress() throws Exception {
    watch("a", SimulatorTransport.of(new SimAddress("4s", new TreeMap<>())));
    disk.set(never);
    Watchdog watchdog = started();
    for (int i = 0; i < 60 && fatal.isEmpty(); i++) {
      pass(watchdog, Duration.ofMinutes(1));
      clock.wake();
    }
    assertThat(fatal).first().isInstanceOf(StartException.class);
  }

  @Test
  void tellsOfNoProgressWhereAnOutputMakesNone() throws Exception {
    watch("a", SimulatorTransport.of(new SimAddress("4s", new TreeMap<>())));
    AtomicReference<Boolean> stuck = new AtomicReference<>(false);
    threads.forEach(Supervisor::start);
    Watchdog watchdog = watchdog(List.of(new StuckOutput(stuck)));
    pass(watchdog, Watchdog.PERIOD);
    stuck.set(true);
    pass(watchdog, Watchdog.PERIOD);
    assertThat(told).containsExactly("STATUS=fine READY=1 WATCHDOG=1", "STATUS=fine");
  }

  @Test
  void tellsWhenItBeginsAndWhenItIsToEnd() throws Exception {
    Watchdog watchdog = started();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                watchdog.run();
              } catch (InterruptedException e) {
                told.add("ended");
              }
            });
    Guard.await("the first word", () -> told.size() == 1);
    thread.interrupt();
    thread.join();
    assertThat(told).containsExactly("STATUS=fine READY=1 WATCHDOG=1", "STOPPING=1", "ended");
  }

  private record StuckOutput(AtomicReference<Boolean> stuck) implements Output {
    @Override
    public String name() {
      return "stuck";
    }

    @Override
    public void accept(EncodedEvent event) {}

    @Override
    public boolean isStuck() {
      return stuck.get();
    }
  }

  private BatteryPoller watch(String name, Transport transport) {
    BatteryReader reader =
        new BatteryReader(
            Batteries.named(name), transport, RefusedPasswords.inMemory(), clock, new Random(1));
    BatteryPoller poller =
        new BatteryPoller(
            name,
            reader,
            Duration.ofMinutes(1),
            ended,
            _ -> Optional.of(EnergyLog.Start.unknown(1)),
            clock,
            new Random(2),
            Duration.ZERO);
    Supervisor thread =
        new Supervisor(
            "battery " + name,
            name,
            poller::run,
            new Supervisor.Care(
                restarts,
                _ -> Duration.ZERO,
                fatal::add,
                clock::nanos,
                Surroundings.REAL.threads()));
    threads.add(thread);
    watched.add(new Watchdog.Watched(poller, thread, ended, Duration.ofMinutes(1)));
    return poller;
  }

  private Watchdog started() {
    threads.forEach(Supervisor::start);
    return watchdog(List.of());
  }

  private Watchdog watchdog(List<Output> outputs) {
    Watchdog.Told hears =
        new Watchdog.Told(
            Optional.of(assignments -> told.add(String.join(" ", assignments))),
            outputs,
            () -> "fine");
    return new Watchdog(watched, hears, clock, fatal::add);
  }

  private void pass(Watchdog watchdog, Duration duration) {
    for (long i = 0; i < duration.dividedBy(Watchdog.PERIOD); i++) {
      clock.pass(Watchdog.PERIOD);
      watchdog.look();
      watchdog.tell();
    }
  }

  /// After the first connect a healthy battery.
  private Transport firstHangs(Transport hanging) {
    Transport simulated = SimulatorTransport.of(new SimAddress("4s", new TreeMap<>()));
    return timeout ->
        connects.incrementAndGet() == 1 ? hanging.connect(timeout) : simulated.connect(timeout);
  }

  private Connection deafToInterrupts() {
    awaitDeaf(never);
    return new Hanging();
  }

  private static void awaitDeaf(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // As in a system call that no signal ends.
      }
    }
  }

  /// Never answers while the test runs.
  private final class Hanging implements Connection {
    @Override
    public void send(byte[] bytes) {}

    @Override
    public byte[] receive(Duration timeout) throws TransportException, InterruptedException {
      if (!timeout.isZero()) {
        never.await();
        throw new TransportException(TransportException.Kind.LOST, "the test is over");
      }
      return new byte[0];
    }

    @Override
    public void close() {
      closes.incrementAndGet();
    }
  }

  /// Moves when it is told to; whoever pauses waits until it is woken.
  private static final class Clock implements Time {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Semaphore wakes = new Semaphore(0);

    void pass(Duration duration) {
      nanos.addAndGet(duration.toNanos());
    }

    void wake() {
      wakes.release();
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      wakes.acquire();
    }
  }
}
