package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Sink;
import cellwarden.config.JournalConfig;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.RecordingSink;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalFirstTest {

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");
  private final RecordingSink sink = new RecordingSink();

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("bms_data.jsonl");
  }

  @Test
  void handsSamplesOnWithTheirNumber() throws Exception {
    BatteryEvent.Failed failed = Samples.aFailure("myBattery", 2);
    try (Journal journal = Journals.open(file)) {
      JournalFirst first = new JournalFirst(journal, List.of(sink));
      first.accept(Samples.aReading("myBattery"));
      first.accept(failed);
    }

    assertThat(sink.events())
        .containsExactly(new BatteryEvent.Reading(Samples.aSample().withSeq(1)), failed);
  }

  @Test
  void showsNobodyWhatIsNotInTheJournal() throws Exception {
    try (Journal journal = Journals.open(file)) {
      Sink other =
          _ -> {
            try {
              assertThat(JournalLines.of(file)).hasSize(sink.events().size() + 1);
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          };
      JournalFirst first = new JournalFirst(journal, List.of(other, sink));
      for (int i = 0; i < 3; i++) {
        first.accept(Samples.aReading("myBattery"));
        first.accept(Samples.aFailure("myBattery", 1));
      }
    }

    assertThat(sink.events()).hasSize(6);
  }

  @Test
  void handsEventsOnWithoutANumberWhenTheJournalFailsAndSaysSoOnce() throws Exception {
    Journal journal = Journals.open(file);
    JournalFirst first = new JournalFirst(journal, List.of(sink));
    journal.close();

    try (CapturedLog log = CapturedLog.start()) {
      first.accept(Samples.aReading("myBattery"));
      first.accept(Samples.aFailure("myBattery", 1));
      first.accept(Samples.aReading("myBattery"));

      assertThat(log.messages("ERROR"))
          .singleElement()
          .asString()
          .startsWith("journal " + file + " cannot be written (");
    }
    assertThat(sink.events())
        .hasSize(4)
        .element(1)
        .isEqualTo(
            new BatteryEvent.Incident(
                Samples.TIME,
                "myBattery",
                BatteryEvent.Incident.Kind.JOURNAL_FAILED,
                Map.of("reason", "it is closed")));
    assertThat(sink.samples()).allMatch(sample -> sample.seq().isEmpty());
  }

  /// The first battery is about to tell that the journal failed when the second one finds it well.
  @Test
  void saysThatItFailedBeforeItSaysThatItIsBack() throws Exception {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    Journal journal = Journal.open(disk, JournalConfig.withDefaults(file), Journals.SINCE);
    List<Thread> second = new ArrayList<>();
    Sink slow =
        event -> {
          if (event instanceof BatteryEvent.Incident incident
              && incident.kind() == BatteryEvent.Incident.Kind.JOURNAL_FAILED) {
            disk.faults((_, _, length) -> length);
            second.getFirst().start();
            awaitBlockedOrEnded(second.getFirst());
          }
        };
    JournalFirst first = new JournalFirst(journal, List.of(slow, sink));
    second.add(Thread.ofPlatform().unstarted(() -> first.accept(Samples.aReading("second"))));
    disk.faults((_, _, _) -> {
      throw new IOException("Input/output error");
    });
    try (CapturedLog _ = CapturedLog.start()) {
      first.accept(Samples.aReading("first"));
      second.getFirst().join();
    }

    assertThat(sink.events())
        .filteredOn(BatteryEvent.Incident.class::isInstance)
        .extracting(event -> ((BatteryEvent.Incident) event).kind())
        .containsExactly(
            BatteryEvent.Incident.Kind.JOURNAL_FAILED, BatteryEvent.Incident.Kind.JOURNAL_BACK);
  }

  private static void awaitBlockedOrEnded(Thread thread) {
    while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
  }
}
