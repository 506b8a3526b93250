package cellwarden.output.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryPassTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final BackfillSettings SETTINGS =
      new BackfillSettings(Duration.ZERO, HOUR, HOUR, HOUR, 1000, Optional.empty());
  private static final SeqRange ALL = new SeqRange(1, 4);

  @TempDir private Path folder = Path.of("");
  private final FakeBroker broker = new FakeBroker();
  private final FakeSampleLog journal = new FakeSampleLog().with("a", 1, 4);

  @Test
  void stillOwesWhatWentLiveWhileItsRangeWasReadAndWasRefused() throws Exception {
    Backfill.Parts parts = parts();
    Delivery delivery = parts.books().delivery();
    journal.whenShown(
        2,
        () -> {
          delivery.goesLive(2);
          journal.whenShown(3, () -> delivery.refused(2));
        });

    HistorySender sender = new HistorySender(parts, broker.connect(() -> {}));
    new HistoryPass.Missed(ALL, parts, sender, () -> false).run(ALL);

    assertThat(delivery.state()).isEqualTo(new DeliveryState(5, List.of(new SeqRange(2, 2))));
  }

  private Backfill.Parts parts() {
    DeliveryFile file = new DeliveryFile(folder.resolve("bms_data.mqtt.json"));
    file.save(new DeliveryState(5, List.of(ALL)));
    Bookkeeping books = new Bookkeeping(() -> 1, file, HOUR, 1000, System::nanoTime);
    books.delivery().takeUp(4);
    return new Backfill.Parts(
        journal,
        books,
        new Topics("base"),
        SETTINGS,
        new AgeLimit(Optional.empty(), InstantSource.fixed(Instant.EPOCH)),
        new Refusals(HOUR, System::nanoTime));
  }
}
