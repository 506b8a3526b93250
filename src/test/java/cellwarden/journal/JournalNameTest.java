package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.Defaults;
import cellwarden.testing.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What tells one journal from another.
final class JournalNameTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void isKeptAsLongAsTheJournalIs() throws Exception {
    String name;
    try (Journal journal = open()) {
      name = journal.name().orElseThrow();
      assertThat(name).matches("[0-9a-f]{16}");
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(1);
      assertThat(journal.name()).contains(name);
    }
    assertThat(folder.resolve("bms_data.id")).hasContent(name);
    try (Journal journal = open()) {
      assertThat(journal.name()).contains(name);
    }
  }

  @Test
  void newJournalHasAnotherNameAlsoWhereTheFileOfAnEarlierOneIsLeft() throws Exception {
    String name;
    try (Journal journal = open()) {
      name = journal.name().orElseThrow();
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(1);
    }
    Files.delete(folder.resolve("bms_data.jsonl"));
    Files.delete(folder.resolve("bms_data.lock"));
    try (Journal journal = open()) {
      assertThat(journal.name().orElseThrow()).isNotEqualTo(name);
    }
  }

  @Test
  void damagedNameIsMadeAgain() throws Exception {
    try (Journal journal = open()) {
      assertThat(journal.append(Samples.aSample()).seq()).hasValue(1);
    }
    Files.writeString(folder.resolve("bms_data.id"), "nonsense");
    try (Journal journal = open()) {
      assertThat(journal.name().orElseThrow()).matches("[0-9a-f]{16}");
    }
  }

  private Journal open() throws JournalException {
    return Journal.open(Defaults.journal(folder.resolve("bms_data.jsonl")));
  }
}
