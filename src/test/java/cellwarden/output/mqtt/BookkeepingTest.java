package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each test ends as a program does that is killed: what counts is what the next start finds.
final class BookkeepingTest {

  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final int AFTER = 100;

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");
  private final CapturedLog log = CapturedLog.start();
  private long nanos;
  private int epoch = 1;

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
    Bookkeeping books = started(9);

    assertThat(books.delivery().state()).isEqualTo(DeliveryState.atTheEnd(9));
    assertThat(file).hasContent("{\"next\":10,\"pending\":[]}");
  }

  @Test
  void owesANewJournalBesideTheStateOfAnEarlierOneFromItsFirstSampleOn() throws IOException {
    saved("{\"next\":5000,\"pending\":[[3,10]]}");
    epoch = 0;
    Bookkeeping books = started(0);
    assertThat(file)
        .as("the journal may only be away")
        .hasContent("{\"next\":5000,\"pending\":[[3,10]]}");
    epoch = 1;
    books.delivery().noted(1);
    books.delivery().noted(2);

    assertThat(file).hasContent("{\"next\":1,\"pending\":[]}");
    assertThat(started(2).delivery().isMissed(1)).isTrue();
  }

  @Test
  void triesAgainWhatCouldNotBeSavedWithoutAnythingElseHappening() throws IOException {
    Bookkeeping books = started(9);
    books.delivery().noted(10);
    books.saveChanges();
    assertThat(file).doesNotExist();
    assertThat(log.messages("WARN")).singleElement().asString().contains("cannot be written");

    makeFolder();
    books.saveWhenDue();
    assertThat(file).as("not tried again at once").doesNotExist();
    pass(EVERY);
    books.saveWhenDue();

    assertThat(file).hasContent("{\"next\":11,\"pending\":[[10,10]]}");
  }

  @Test
  void savesAsOftenAsItWasToldAndNotMoreOften() throws IOException {
    makeFolder();
    Bookkeeping books = started(0);
    Delivery delivery = books.delivery();
    delivery.noted(1000);
    delivery.acknowledged(1);
    books.saveChanges();
    assertThat(file).hasContent("{\"next\":1001,\"pending\":[[2,1000]]}");

    delivery.acknowledged(2);
    pass(EVERY.minusNanos(1));
    books.saveWhenDue();
    assertThat(file).hasContent("{\"next\":1001,\"pending\":[[2,1000]]}");
    pass(Duration.ofNanos(1));
    books.saveWhenDue();
    assertThat(file).hasContent("{\"next\":1001,\"pending\":[[3,1000]]}");

    for (long seq = 3; seq < 2 + AFTER; seq++) {
      delivery.acknowledged(seq);
      books.saveWhenDue();
    }
    assertThat(file).hasContent("{\"next\":1001,\"pending\":[[3,1000]]}");
    delivery.acknowledged(2 + AFTER);
    books.saveWhenDue();
    assertThat(file).hasContent("{\"next\":1001,\"pending\":[[103,1000]]}");
  }

  @Test
  void writesNothingWhileTheBrokerIsAway() throws IOException {
    makeFolder();
    Bookkeeping books = started(1);
    books.saveChanges();
    Files.delete(file);

    for (long seq = 2; seq <= 10 * AFTER; seq++) {
      books.delivery().noted(seq);
      pass(EVERY);
      books.saveWhenDue();
    }
    books.saveChanges();

    assertThat(file).doesNotExist();
  }

  @Test
  void neverReplacesWhatItCannotRead() throws IOException {
    Files.createDirectories(file);
    Bookkeeping books = started(9);
    books.delivery().noted(10);
    books.saveChanges();
    pass(EVERY);
    books.saveWhenDue();
    assertThat(file).isDirectory();

    Files.delete(file);
    saved("{\"next\":8,\"pending\":[[2,3]]}");
    books.delivery().noted(11);
    books.saveChanges();

    assertThat(file).hasContent("{\"next\":12,\"pending\":[[2,3],[8,11]]}");
  }

  private Bookkeeping started(long lastSeq) {
    Bookkeeping books =
        new Bookkeeping(() -> epoch, new DeliveryFile(file), EVERY, AFTER, () -> nanos);
    books.delivery().takeUp(lastSeq);
    return books;
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
