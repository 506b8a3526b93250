package cellwarden.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.Defaults;
import cellwarden.settings.JournalConfig;
import cellwarden.testing.FakeTime;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineWalkTest {

  @TempDir private Path folder = Path.of("");

  private final Walked walked = new Walked();
  private final MachineWalk walk = new MachineWalk(walked.steps());

  @Test
  void clockThatIsNotSet() {
    FakeTime time = new FakeTime();
    walk.clock(time);
    assertThat(walked.lines()).containsExactly("✓ clock: is set, 2026-11-22T14:00:00Z");

    time.setClockSet(false);
    walk.clock(time);
    assertThat(walked.last().detail())
        .startsWith("it is not set yet and says 2026-11-22T14:00:00Z");
    assertThat(walked.last().command()).contains("timedatectl set-ntp true");
  }

  @Test
  void placeForAJournal() {
    JournalConfig journal = Defaults.journal(folder.resolve("bms.jsonl"));
    assertThat(walk.disk(journal)).isTrue();
    walk.journal(journal);
    assertThat(walked.lines().getFirst()).matches("✓ disk: [0-9]+ MB free in " + folder);
    assertThat(walked.lines().getLast()).isEqualTo("✓ journal: there is none yet");
  }

  @Test
  void reserveThatIsUsedUp() {
    JournalConfig usual = Defaults.journal(folder.resolve("bms.jsonl"));
    JournalConfig greedy =
        new JournalConfig(
            usual.path(),
            usual.fsync(),
            usual.maxFileSize(),
            Optional.empty(),
            usual.maxSize(),
            Long.MAX_VALUE);
    assertThat(walk.disk(greedy)).isTrue();
    assertThat(walked.lines().getFirst())
        .startsWith("! disk: ")
        .endsWith(", less than journal.reserve, so old files are removed");
  }

  @Test
  void nowhereToWrite() {
    assertThat(walk.disk(Defaults.journal(folder.resolve("away/bms.jsonl")))).isFalse();
    assertThat(walked.last().command()).contains("mkdir -p " + folder.resolve("away"));
  }
}
