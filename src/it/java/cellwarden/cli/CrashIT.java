package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.simulator.SimulatorServer;
import cellwarden.testing.Child;
import cellwarden.testing.CuttableRelay;
import cellwarden.testing.Figures;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Simulator;
import cellwarden.testing.Subscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `run` is killed with SIGKILL at random moments, and so is the broker, while two batteries are
/// read over TCP and a backlog is delivered: every journalled sample reaches the subscriber. Half
/// of the lives force each line to the disk, the others every 5 s.
///
/// `-Dcrash.kills=200` makes it long, `-Dcrash.seed=…` repeats the moments of an earlier run.
final class CrashIT {

  private static final int KILLS = Integer.getInteger("crash.kills", 20);
  private static final long SEED = Long.getLong("crash.seed", 20261122);

  /// Kills of the program for each kill of the broker.
  private static final int BROKER_LIVES = 4;

  /// First samples and some of the backlog fall into it.
  private static final int LONGEST_LIFE_MILLIS = 2_000;

  private static final String BACKLOG_TO = "2026-01-01T01:00:00Z";
  private static final int BACKLOG = 360;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void everyJournalledSampleReachesTheSubscriber() throws IOException, InterruptedException {
    JournalFile journal = new JournalFile(folder.resolve("bms_data.jsonl"));
    writeBacklog();
    int port = Ports.free();
    Mosquitto broker = Mosquitto.start(folder, port);
    try (SimulatorServer first = Simulator.listen("sim:4s");
        SimulatorServer second = Simulator.listen("sim:16s");
        CuttableRelay relay = CuttableRelay.to(port);
        Subscriber subscriber = Subscriber.to(port, "batterie/#")) {
      for (int kill = 1; kill <= KILLS; kill++) {
        String fsync = kill % 2 == 0 ? "5s" : "always";
        configure(relay.port(), first.port(), second.port(), fsync);
        try (Child service = Program.start(folder, "run")) {
          if (random.nextBoolean()) {
            service.awaitErr(line -> line.startsWith("cellwarden "));
          }
          live();
          if (kill % BROKER_LIVES == 0) {
            broker = replaced(broker, relay, subscriber);
            live();
          }
          service.kill();
        }
      }
      finish(new Delivered(journal, subscriber), Map.of("first", first, "second", second));
    } finally {
      broker.close();
    }
  }

  private void finish(Delivered delivered, Map<String, SimulatorServer> batteries)
      throws IOException, InterruptedException {
    int mark = delivered.subscriber().mark();
    try (Child service = Program.start(folder, "run")) {
      delivered.subscriber().await(mark, message -> message.payload().equals("online"));
      delivered.awaitEnd(service, batteries);
      service.stop();
      assertThat(service.await()).as(service.toString()).isZero();
      Figures.say("kills of the program", KILLS + ", of the broker " + KILLS / BROKER_LIVES);
      delivered.assertComplete();
    }
  }

  /// An hour that an earlier run could not deliver.
  private void writeBacklog() throws IOException, InterruptedException {
    String[] command = {
      "simulate", "--journal", "bms_data.jsonl", "--from", "2026-01-01", "--to", BACKLOG_TO
    };
    try (Child simulate = Program.start(folder, command)) {
      assertThat(simulate.await()).as(simulate.toString()).isZero();
    }
    assertThat(Files.readAllLines(folder.resolve("bms_data.jsonl"))).hasSize(BACKLOG);
    Files.writeString(folder.resolve("bms_data.mqtt.json"), "{\"next\":1,\"pending\":[]}");
  }

  private void configure(int broker, int first, int second, String fsync) throws IOException {
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        """
        batteries:
          - {name: first, address: 'tcp:127.0.0.1:%d', interval: 1s}
          - {name: second, address: 'tcp:127.0.0.1:%d', interval: 1s}
        mqtt: {url: 'mqtt://127.0.0.1:%d'}
        journal: {fsync: %s}
        """
            .formatted(first, second, broker, fsync));
  }

  /// Kills the broker, lets some time pass, and opens the way to a new one when the subscriber is
  /// there.
  private Mosquitto replaced(Mosquitto broker, CuttableRelay relay, Subscriber subscriber)
      throws IOException, InterruptedException {
    broker.process().kill();
    relay.shut();
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1_000)).toNanos());
    int mark = subscriber.mark();
    Mosquitto fresh = Mosquitto.start(folder, broker.port());
    subscriber.awaitAgain(mark);
    relay.open();
    return fresh;
  }

  private void live() {
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)).toNanos());
  }
}
