package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Sink;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.RecordingSink;
import cellwarden.testing.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
}
