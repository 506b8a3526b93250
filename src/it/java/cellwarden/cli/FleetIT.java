package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.Guard;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Subscriber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `simulate --fleet`, killed and started again: what its journals hold comes to the broker.
final class FleetIT {

  private static final long LOOK_AGAIN_NANOS = 50_000_000;
  private static final List<String> SITES = List.of("van-0001", "van-0002");

  @TempDir private Path folder = Path.of("");

  @Test
  void deliversAfterItsNextStartWhatAKillLeftUndelivered() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder, Ports.free());
        Subscriber all = Subscriber.to(broker.port(), "batterie/#")) {
      try (Child fleet = start(broker)) {
        for (String site : SITES) {
          all.awaitTopic("batterie/" + site + "/pack-1");
          all.awaitTopic("batterie/" + site + "/pack-2");
        }
        broker.publish("batterie/van-0002/bridge/request/health", "");
        all.awaitTopic("batterie/van-0002/bridge/response/health");
        fleet.kill();
      }
      List<String> before = samples();
      int mark = all.mark();
      try (Child fleet = start(broker)) {
        for (String site : SITES) {
          all.await(
              mark,
              message ->
                  message.topic().equals("batterie/" + site + "/bridge/state")
                      && message.payload().equals("online"));
        }
        awaitAll(all, before);
        assertThat(fleet.stop()).isNotNull();
        assertThat(fleet.await()).isZero();
      }
      assertThat(samples()).containsAll(before);
      assertThat(samples().stream().map(JournalFile::seq).filter(seq -> seq == 1)).hasSize(2);
    }
  }

  private Child start(Mosquitto broker) throws IOException {
    return Program.start(
        folder,
        "simulate",
        "--fleet",
        "4",
        "--sites",
        "2",
        "--interval",
        "1s",
        "--prefix",
        "van",
        "--broker",
        "mqtt://127.0.0.1:" + broker.port());
  }

  private List<String> samples() throws IOException {
    List<String> samples = new ArrayList<>();
    for (String site : SITES) {
      JournalFile journal = new JournalFile(folder.resolve("fleet/" + site + "/bms_data.jsonl"));
      journal.allLines().stream().filter(line -> JournalFile.seq(line) > 0).forEach(samples::add);
    }
    return samples;
  }

  private static void awaitAll(Subscriber all, List<String> wanted) {
    long deadline = System.nanoTime() + Guard.HANG.toNanos();
    Set<String> missing = new HashSet<>(wanted);
    while (!missing.isEmpty()) {
      all.received().forEach(message -> missing.remove(message.payload()));
      assertThat(System.nanoTime() - deadline).as("missing: " + missing).isNegative();
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
