package cellwarden.cli.watch;

import cellwarden.app.Wiring;
import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EventJson;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.poll.BatteryPoller;
import cellwarden.poll.BatteryReader;
import cellwarden.settings.BatteryConfig;
import cellwarden.time.SystemTime;
import cellwarden.time.Time;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.Bluetooth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/// Polls of this program's own, where no service makes them. Nothing is journalled or published.
///
/// @param batteries each on its interval
/// @param journal beside which the service remembers what passwords were refused
record OwnPolls(List<BatteryConfig> batteries, Bluetooth bluetooth, Optional<Path> journal)
    implements WatchSource {

  /// A link is let go of in less.
  private static final Duration LEAVING = Duration.ofSeconds(2);

  @Override
  public String words() {
    return "read by itself, since no service runs";
  }

  @Override
  public boolean isThere() {
    return true;
  }

  @Override
  public String run(WatchBoard board) throws InterruptedException {
    board.source(words());
    List<Thread> pollers = new ArrayList<>();
    try (bluetooth) {
      Time time = SystemTime.start();
      for (BatteryConfig battery : batteries) {
        BatteryPoller poller = poller(battery, board, time);
        pollers.add(Thread.ofPlatform().daemon().name(battery.name()).start(poller));
      }
      new CountDownLatch(1).await();
      return "";
    } finally {
      pollers.forEach(Thread::interrupt);
      long deadline = System.nanoTime() + LEAVING.toNanos();
      for (Thread poller : pollers) {
        boolean _ = poller.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    }
  }

  private BatteryPoller poller(BatteryConfig battery, WatchBoard board, Time time) {
    Transport transport = Wiring.prepared(Wiring.transport(battery, bluetooth, _ -> {}));
    BatteryReader reader = Wiring.reader(battery, transport, journal, time);
    return new BatteryPoller(
        battery.name(),
        reader,
        battery.interval(),
        event -> take(board, event),
        _ -> Optional.empty(),
        time,
        RandomGenerator.getDefault(),
        Wiring.phase(batteries, battery));
  }

  private static void take(WatchBoard board, BatteryEvent event) {
    try {
      JsonObject json = JsonObject.parse(EventJson.encode(event));
      switch (event) {
        case BatteryEvent.Reading reading -> {
          board.reading(reading.battery(), new SeenSample(json, false), 0);
          board.state(reading.battery(), false, false);
        }
        case BatteryEvent.Failed failed -> {
          board.fault(failed.battery(), Optional.of(failed.fault().sentence()));
          board.state(
              failed.battery(), failed.consecutive() >= BatteryEvent.FAILURES_TO_OFFLINE, false);
        }
        case BatteryEvent.Incident _ -> board.event(json);
      }
    } catch (JsonException e) {
      throw new IllegalStateException(e);
    }
  }
}
