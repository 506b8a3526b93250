package cellwarden.fleet;

import cellwarden.fleet.message.FleetMessage;
import cellwarden.fleet.message.MessageReader;
import cellwarden.fleet.status.IngestFigures;
import cellwarden.fleet.store.Database;
import cellwarden.fleet.store.FleetStore;
import cellwarden.fleet.store.StoreException;
import cellwarden.fleet.store.Written;
import cellwarden.output.mqtt.client.ReceivedMessage;
import cellwarden.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what waits, batch by batch, and acknowledges each once it is safe. A database that is
/// away is tried again until it is back.
final class BatchWriter {

  /// How long a message waits for others to be written with it.
  private static final Duration MOMENT = Duration.ofMillis(200);

  private static final double MILLIS = 1000;
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

  private final Inbox inbox;
  private final int most;
  private final MessageReader reader;
  private final Database database;
  private final Backoff backoff;
  private final IngestFigures figures;

  private volatile @Nullable FleetStore store;
  private boolean prepared;
  private int failures;

  BatchWriter(
      Inbox inbox,
      int most,
      MessageReader reader,
      Database database,
      Backoff backoff,
      IngestFigures figures) {
    this.inbox = inbox;
    this.most = most;
    this.reader = reader;
    this.database = database;
    this.backoff = backoff;
    this.figures = figures;
  }

  /// Writes until it is interrupted.
  ///
  /// @throws StoreException if that will never do
  void run() throws InterruptedException, StoreException {
    try {
      // So that it is known at once whether the database can be used.
      Written _ = write(List.of());
      while (true) {
        List<ReceivedMessage> batch = inbox.next(most, MOMENT);
        List<FleetMessage> messages = batch.stream().map(this::read).toList();
        long start = System.nanoTime();
        Written written = write(messages);
        batch.forEach(message -> message.acknowledge().run());
        figures.batch(
            batch.size(),
            Duration.ofNanos(System.nanoTime() - start),
            lag(messages),
            written.samples(),
            written.duplicates(),
            written.events(),
            written.rejects());
      }
    } finally {
      abort();
    }
  }

  /// The median, since the clocks of some sites are wrong.
  private static OptionalDouble lag(List<FleetMessage> messages) {
    Instant now = Instant.now();
    double[] lags =
        messages.stream()
            .filter(FleetMessage.Taken.class::isInstance)
            .map(FleetMessage.Taken.class::cast)
            .filter(sample -> !sample.history())
            .mapToDouble(sample -> Duration.between(sample.time(), now).toMillis() / MILLIS)
            .sorted()
            .toArray();
    return lags.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(lags[lags.length / 2]);
  }

  private FleetMessage read(ReceivedMessage message) {
    return reader.read(message.topic(), message.payload(), message.length(), message.journal());
  }

  private Written write(List<FleetMessage> batch) throws InterruptedException, StoreException {
    while (true) {
      try {
        Written written = open().write(batch);
        figures.database(true);
        if (failures > 0) {
          LOG.info("ingest: the database {} is back", database);
          failures = 0;
        }
        return written;
      } catch (StoreException e) {
        abort();
        figures.database(false);
        if (e.isHopeless()) {
          throw e;
        }
        if (++failures == 1) {
          LOG.warn(
              "ingest: the database {} does not take what comes ({}); it is tried again until it does, and the broker keeps the rest",
              database,
              e.getMessage());
        }
        TimeUnit.NANOSECONDS.sleep(backoff.after(failures).toNanos());
      }
    }
  }

  private FleetStore open() throws StoreException {
    FleetStore open = store;
    if (open == null) {
      if (!prepared) {
        database.prepare();
        prepared = true;
      }
      open = FleetStore.open(database, InstantSource.system());
      store = open;
    }
    return open;
  }

  /// Ends what is on its way to the database.
  void abort() {
    FleetStore open = store;
    store = null;
    if (open != null) {
      open.abort();
    }
  }
}
