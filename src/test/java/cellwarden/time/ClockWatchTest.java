package cellwarden.time;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClockWatchTest {

  private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");

  @TempDir private Path root = Path.of("");
  private Path memory = Path.of("");
  private ClockWatch watch = watch(NOW);

  /// Overflows five seconds after the start.
  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

  @BeforeEach
  void startNow() throws IOException {
    memory = Files.createDirectory(root.resolve("journal")).resolve("bms_data.clock");
    startAt(NOW);
  }

  @Test
  void believesAMachineOfWhichNothingIsKnown() {
    assertThat(isSet(NOW)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1970-01-01T00:00:12Z", "2000-01-01T00:00:00Z", "2025-12-31T23:59:59.999Z"})
  void doesNotBelieveATimeBeforeThisProgramWasWritten(Instant wall) throws IOException {
    synchronise();
    hardwareClock("rtc0", Long.toString(wall.getEpochSecond()));

    assertThat(isSet(wall)).isFalse();
  }

  @Test
  void waitsForTheTimeServerWhereTimesyncdRuns() throws IOException {
    timesyncdRuns();
    assertThat(isSet(NOW)).isFalse();
    pass(Duration.ofDays(7));
    assertThat(isSet(NOW.plus(Duration.ofDays(7)))).isFalse();

    synchronise();
    assertThat(isSet(NOW.plus(Duration.ofDays(7)))).isTrue();
  }

  /// A restart of timesyncd takes its files away, but not the time.
  @Test
  void staysSet() throws IOException {
    synchronise();
    assertThat(isSet(NOW)).isTrue();

    Files.delete(root.resolve("run/systemd/timesync/synchronized"));
    assertThat(isSet(NOW)).isTrue();
  }

  @Test
  void believesWhoeverSetsTheClockByHand() throws IOException {
    timesyncdRuns();
    startAt(NOW.minusSeconds(86_400));
    assertThat(isSet(NOW.minusSeconds(86_400))).isFalse();
    pass(Duration.ofSeconds(10));

    assertThat(isSet(NOW)).isTrue();
  }

  @Test
  void believesAClockThatIsSetBack() throws IOException {
    timesyncdRuns();
    startAt(NOW.plusSeconds(86_400));
    assertThat(isSet(NOW.plusSeconds(86_400))).isFalse();
    pass(Duration.ofSeconds(10));

    assertThat(isSet(NOW)).isTrue();
  }

  /// The first battery may not answer for a long time.
  @Test
  void believesAClockThatWasSetBeforeItIsAskedFor() throws IOException {
    timesyncdRuns();
    startAt(NOW.minusSeconds(86_400));
    pass(Duration.ofSeconds(10));

    assertThat(isSet(NOW)).isTrue();
  }

  /// Without a network nothing else would ever say again that the clock is set.
  @Test
  void remembersOverARestartThatTheClockWasSetByHand() throws IOException {
    timesyncdRuns();
    boot("c5a1a5ba-9f6c-4d5c-8b53-0a6ba0f7f2b1");
    setByHand();

    startAt(NOW);
    assertThat(isSet(NOW)).isTrue();
    assertThat(memory).hasContent("c5a1a5ba-9f6c-4d5c-8b53-0a6ba0f7f2b1\n");
    assertThat(memory.resolveSibling("bms_data.clock.cellwarden.tmp")).doesNotExist();
  }

  @Test
  void remembersOverARestartThatATimeServerAnswered() throws IOException {
    synchronise();
    boot("one");
    assertThat(isSet(NOW)).isTrue();
    Files.delete(root.resolve("run/systemd/timesync/synchronized"));

    startAt(NOW);
    assertThat(isSet(NOW)).isTrue();
  }

  @Test
  void forgetsItWhenTheMachineStartsAnew() throws IOException {
    timesyncdRuns();
    boot("one");
    setByHand();

    boot("two");
    startAt(NOW);
    assertThat(isSet(NOW)).isFalse();
    assertThat(memory).hasContent("one\n");

    setByHand();
    assertThat(memory).hasContent("two\n");
  }

  @Test
  void doesNotBelieveAnImpossibleTimeThatItRemembers() throws IOException {
    timesyncdRuns();
    boot("one");
    setByHand();

    startAt(Instant.EPOCH);
    assertThat(isSet(Instant.EPOCH)).isFalse();
  }

  @Test
  void remembersNothingAsLongAsTheClockIsNotSet() throws IOException {
    timesyncdRuns();
    boot("one");
    assertThat(isSet(NOW)).isFalse();

    assertThat(memory).doesNotExist();
  }

  /// A machine that nothing is known of is believed anew at each start.
  @Test
  void remembersNothingWhereNothingIsDoubted() throws IOException {
    boot("one");
    assertThat(isSet(NOW)).isTrue();

    assertThat(memory).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "one", "one\none"})
  void doesNotBelieveAFileThatIsNotOfThisStart(String content) throws IOException {
    timesyncdRuns();
    Files.writeString(memory, content);
    assertThat(isSet(NOW)).isFalse();

    boot("");
    assertThat(isSet(NOW)).isFalse();
    boot("on");
    assertThat(isSet(NOW)).isFalse();
  }

  @Test
  void isNotDisturbedByAFileThatCannotBeWritten() throws IOException {
    timesyncdRuns();
    boot("one");
    Files.delete(memory.getParent());
    try (CapturedLog log = CapturedLog.start()) {
      setByHand();
      assertThat(log.messages("WARN")).hasSize(1).first().asString().contains("not set yet");
      assertThat(log.messages("ERROR")).isEmpty();
    }
    assertThat(memory).doesNotExist();
  }

  /// From 1970 to the time of the last shutdown would be a step too, but one made before any
  /// service starts.
  @Test
  void believesAStepFromTheYear1970() {
    assertThat(isSet(Instant.ofEpochSecond(30))).isFalse();
    pass(Duration.ofSeconds(10));

    assertThat(isSet(NOW)).isTrue();
  }

  /// A machine may be busy between the two readings.
  @Test
  void doesNotTakeADelayForAStep() throws IOException {
    timesyncdRuns();
    isSet(NOW);
    pass(Duration.ofSeconds(10));

    assertThat(isSet(NOW.plusSeconds(14))).isFalse();
    assertThat(isSet(NOW.plusSeconds(6))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T14:00:01Z, true",
    "2026-11-22T05:00:00Z, true",
    "2026-11-20T14:00:00Z, false",
    "1970-01-01T00:01:00Z, false",
    "2106-02-07T06:28:15Z, false"
  })
  void believesAHardwareClockThatSaysTheSame(Instant said, boolean set) throws IOException {
    timesyncdRuns();
    hardwareClock("rtc0", said.getEpochSecond() + "\n");

    assertThat(isSet(NOW)).isEqualTo(set);
  }

  @Test
  void looksAtEveryHardwareClock() throws IOException {
    timesyncdRuns();
    hardwareClock("rtc0", "0\n");
    hardwareClock("rtc1", NOW.getEpochSecond() + "\n");

    assertThat(isSet(NOW)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "never\n", "99999999999999999999\n", "9223372036854775807\n"})
  void doesNotBelieveAHardwareClockThatMakesNoSense(String said) throws IOException {
    timesyncdRuns();
    hardwareClock("rtc0", said);
    Files.createDirectories(root.resolve("sys/class/rtc/rtc1"));

    assertThat(isSet(NOW)).isFalse();
  }

  @Test
  void saysOnceThatTheClockIsNotSetAndOnceThatItIs() throws IOException {
    timesyncdRuns();
    try (CapturedLog log = CapturedLog.start()) {
      isSet(NOW);
      isSet(NOW);
      isSet(Instant.EPOCH);
      assertThat(log.messages("WARN"))
          .containsExactly(
              "the clock of this machine is not set yet (it says 2026-11-22T14:00:00Z), so samples are marked as"
                  + " unsynchronised until it is; give it a network with a time server, or set it with date -s");
      assertThat(log.messages("INFO")).isEmpty();

      synchronise();
      isSet(NOW);
      isSet(NOW);
      assertThat(log.messages("INFO")).containsExactly("the clock of this machine is set now");
      assertThat(log.messages("WARN")).hasSize(1);
    }
  }

  @Test
  void saysNothingOfAClockThatIsRightFromTheStart() {
    try (CapturedLog log = CapturedLog.start()) {
      isSet(NOW);
      assertThat(log.messages("INFO")).isEmpty();
      assertThat(log.messages("WARN")).isEmpty();
    }
  }

  private ClockWatch watch(Instant wall) {
    ClockFiles files = new ClockFiles(root);
    return new ClockWatch(
        files, new ClockMemory(files, Optional.of(memory)), new Moment(wall, false, nanos));
  }

  /// The program starts while the clock says this.
  private void startAt(Instant wall) {
    watch = watch(wall);
  }

  /// In a run that began a day behind.
  private void setByHand() {
    startAt(NOW.minusSeconds(86_400));
    assertThat(isSet(NOW.minusSeconds(86_400))).isFalse();
    assertThat(isSet(NOW)).isTrue();
  }

  private void boot(String id) throws IOException {
    Path folder = Files.createDirectories(root.resolve("proc/sys/kernel/random"));
    Files.writeString(folder.resolve("boot_id"), id + "\n");
  }

  private boolean isSet(Instant wall) {
    return watch.isSet(wall, nanos);
  }

  private void pass(Duration duration) {
    nanos += duration.toNanos();
  }

  private void timesyncdRuns() throws IOException {
    Files.createDirectories(root.resolve("run/systemd/timesync"));
  }

  private void synchronise() throws IOException {
    timesyncdRuns();
    Files.createFile(root.resolve("run/systemd/timesync/synchronized"));
  }

  private void hardwareClock(String name, String sinceEpoch) throws IOException {
    Path clock = Files.createDirectories(root.resolve("sys/class/rtc").resolve(name));
    Files.writeString(clock.resolve("since_epoch"), sinceEpoch);
  }
}
