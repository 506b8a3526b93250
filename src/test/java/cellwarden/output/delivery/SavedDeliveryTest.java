package cellwarden.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each test ends as a program does that is killed: what counts is what the next start finds.
final class SavedDeliveryTest {

  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final int AFTER = 100;

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");
  private final CapturedLog log = CapturedLog.start();
  private long nanos;
  private int journalId = 1;

  @BeforeEach
  void choosePlace() {
    file = folder.resolve("sub/bms_data.mqtt.json");
  }

  @AfterEach
  void end() {
    log.close();
  }

  @Test
  void beginsAtTheEndOfTheJournalAndSavesThatAtOnce() throws IOException {
    makeFolder();
    Delivery delivery = started(9);

    assertThat(delivery.state()).isEqualTo(DeliveryState.atTheEnd(9));
    assertThat(Destinations.saved(file)).isEqualTo("{\"next\":10,\"pending\":[]}");
  }

  @Test
  void owesANewJournalBesideTheStateOfAnEarlierOneFromItsFirstSampleOn() throws IOException {
    saved("{\"next\":5000,\"pending\":[[3,10]]}");
    journalId = 0;
    Delivery delivery = started(0);
    assertThat(Destinations.saved(file))
        .as("the journal may only be away")
        .isEqualTo("{\"next\":5000,\"pending\":[[3,10]]}");
    journalId = 1;
    delivery.noted(1);
    delivery.noted(2);

    assertThat(Destinations.saved(file)).isEqualTo("{\"next\":1,\"pending\":[]}");
    assertThat(started(2).isMissed("a", 1)).isTrue();
  }

  @Test
  void triesAgainWhatCouldNotBeSavedWithoutAnythingElseHappening() throws IOException {
    Delivery delivery = started(9);
    delivery.noted(10);
    delivery.save();
    assertThat(file).doesNotExist();
    assertThat(log.messages("WARN")).singleElement().asString().contains("cannot be written");

    makeFolder();
    delivery.saveWhenDue();
    assertThat(file).as("not tried again at once").doesNotExist();
    pass(EVERY);
    delivery.saveWhenDue();

    assertThat(Destinations.saved(file)).isEqualTo("{\"next\":11,\"pending\":[[10,10]]}");
  }

  @Test
  void savesAsOftenAsItWasToldAndNotMoreOften() throws IOException {
    makeFolder();
    Delivery delivery = started(0);
    delivery.noted(1000);
    delivery.acknowledged(1);
    delivery.save();
    assertThat(Destinations.saved(file)).isEqualTo("{\"next\":1001,\"pending\":[[2,1000]]}");

    delivery.acknowledged(2);
    pass(EVERY.minusNanos(1));
    delivery.saveWhenDue();
    assertThat(Destinations.saved(file)).isEqualTo("{\"next\":1001,\"pending\":[[2,1000]]}");
    pass(Duration.ofNanos(1));
    delivery.saveWhenDue();
    assertThat(Destinations.saved(file)).isEqualTo("{\"next\":1001,\"pending\":[[3,1000]]}");

    for (long seq = 3; seq < 2 + AFTER; seq++) {
      delivery.acknowledged(seq);
      delivery.saveWhenDue();
    }
    assertThat(Destinations.saved(file)).isEqualTo("{\"next\":1001,\"pending\":[[3,1000]]}");
    delivery.acknowledged(2 + AFTER);
    delivery.saveWhenDue();
    assertThat(Destinations.saved(file)).isEqualTo("{\"next\":1001,\"pending\":[[103,1000]]}");
  }

  @Test
  void writesNothingWhileTheBrokerIsAway() throws IOException {
    makeFolder();
    Delivery delivery = started(1);
    delivery.save();
    Files.delete(file);

    for (long seq = 2; seq <= 10 * AFTER; seq++) {
      delivery.noted(seq);
      pass(EVERY);
      delivery.saveWhenDue();
    }
    delivery.save();

    assertThat(file).doesNotExist();
  }

  @Test
  void neverReplacesWhatItCannotRead() throws IOException {
    Files.createDirectories(file);
    Delivery delivery = started(9);
    delivery.noted(10);
    delivery.save();
    pass(EVERY);
    delivery.saveWhenDue();
    assertThat(file).isDirectory();

    Files.delete(file);
    saved("{\"next\":8,\"pending\":[[2,3]]}");
    delivery.noted(11);
    delivery.save();

    assertThat(Destinations.saved(file)).isEqualTo("{\"next\":12,\"pending\":[[2,3],[8,11]]}");
  }

  @Test
  void countsWhatIsWorthSaving() throws IOException {
    makeFolder();
    Delivery delivery = started(100, 3);
    delivery.save();
    delivery.noted(101);
    delivery.goesLive(102);
    delivery.acknowledged(102);
    delivery.passedOver(101, 101, Set.of());
    delivery.passedOver(101, 101, Set.of());
    delivery.saveWhenDue();
    assertThat(Destinations.saved(file))
        .as("two changes")
        .isEqualTo("{\"next\":101,\"pending\":[]}");

    delivery.noted(103);
    delivery.passedOver(103, 103, Set.of());
    delivery.saveWhenDue();
    assertThat(Destinations.saved(file))
        .as("three changes")
        .isEqualTo("{\"next\":104,\"pending\":[]}");
  }

  private Delivery started(long lastSeq) {
    return started(lastSeq, AFTER);
  }

  private Delivery started(long lastSeq, int after) {
    BackfillSettings settings =
        new BackfillSettings(
            Duration.ZERO, Duration.ZERO, Duration.ZERO, EVERY, after, Optional.empty());
    Delivery delivery =
        new Delivery(
            () -> journalId,
            Optional.of(new DeliveryFile(file, Destinations.WORDS)),
            settings,
            () -> nanos);
    delivery.takeUp(lastSeq);
    return delivery;
  }

  private void makeFolder() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
  }

  private void saved(String json) throws IOException {
    makeFolder();
    Files.writeString(file, json);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
