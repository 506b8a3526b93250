package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.config.Defaults;
import cellwarden.journal.Journal;
import cellwarden.journal.JournalException;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.RecordingSink;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    try (Journal journal = open(file)) {
      JournalFirst first = new JournalFirst(journal, List.of(sink.encoded()));
      first.accept(Samples.aReading("myBattery"));
      first.accept(failed);
    }

    assertThat(sink.events())
        .containsExactly(new BatteryEvent.Reading(Samples.aSample().withSeq(1)), failed);
  }

  @Test
  void showsNobodyWhatIsNotInTheJournal() throws Exception {
    try (Journal journal = open(file)) {
      Consumer<EncodedEvent> other =
          _ -> {
            try {
              assertThat(Files.readAllLines(file)).hasSize(sink.events().size() + 1);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      JournalFirst first = new JournalFirst(journal, List.of(other, sink.encoded()));
      for (int i = 0; i < 3; i++) {
        first.accept(Samples.aReading("myBattery"));
        first.accept(Samples.aFailure("myBattery", 1));
      }
    }

    assertThat(sink.events()).hasSize(6);
  }

  @Test
  void handsEventsOnWithoutANumberWhenTheJournalFailsAndSaysSoOnce() throws Exception {
    Journal journal = open(file);
    JournalFirst first = new JournalFirst(journal, List.of(sink.encoded()));
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

  @Test
  void handsOnTheVeryBytesOfTheJournal() throws Exception {
    List<byte[]> handedOn = new ArrayList<>();
    try (Journal journal = open(file)) {
      JournalFirst first =
          new JournalFirst(journal, List.of(encoded -> handedOn.add(encoded.json())));
      first.accept(Samples.aReading("myBattery"));
      first.accept(Samples.aFailure("myBattery", 1));
    }

    assertThat(handedOn.stream().map(json -> new String(json, StandardCharsets.UTF_8)))
        .containsExactlyElementsOf(Files.readAllLines(file));
  }

  /// The first battery is about to tell that the journal failed when the second one finds it well.
  @Test
  void saysThatItFailedBeforeItSaysThatItIsBack() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path away = folder.resolve("away");
    List<Thread> second = new ArrayList<>();
    Consumer<EncodedEvent> slow =
        encoded -> {
          if (encoded.event() instanceof BatteryEvent.Incident incident
              && incident.kind() == BatteryEvent.Incident.Kind.JOURNAL_FAILED) {
            move(away, disk);
            second.getFirst().start();
            awaitBlockedOrEnded(second.getFirst());
          }
        };
    try (Journal journal = open(disk.resolve("bms_data.jsonl"));
        CapturedLog _ = CapturedLog.start()) {
      JournalFirst first = new JournalFirst(journal, List.of(slow, sink.encoded()));
      second.add(Thread.ofPlatform().unstarted(() -> first.accept(Samples.aReading("second"))));
      move(disk, away);
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

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Journal open(Path file) throws JournalException {
    return Journal.open(Defaults.journal(file).withFsync(new Fsync.Never()));
  }
}
