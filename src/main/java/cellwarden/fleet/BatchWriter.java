package cellwarden.fleet;

import cellwarden.fleet.message.FleetMessage;
import cellwarden.fleet.message.MessageReader;
import cellwarden.fleet.store.Database;
import cellwarden.fleet.store.FleetStore;
import cellwarden.fleet.store.StoreException;
import cellwarden.fleet.store.Written;
import cellwarden.output.mqtt.client.ReceivedMessage;
import cellwarden.time.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what waits, batch by batch, and acknowledges each once it is safe. A database that is
/// away is tried again until it is back.
final class BatchWriter {

  /// How long a message waits for others to be written with it.
  private static final Duration MOMENT = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

  private final Inbox inbox;
  private final int most;
  private final MessageReader reader;
  private final Database database;
  private final Backoff backoff;

  private volatile @Nullable FleetStore store;
  private boolean prepared;
  private int failures;

  BatchWriter(Inbox inbox, int most, MessageReader reader, Database database, Backoff backoff) {
    this.inbox = inbox;
    this.most = most;
    this.reader = reader;
    this.database = database;
    this.backoff = backoff;
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
        Written written = write(batch.stream().map(this::read).toList());
        batch.forEach(message -> message.acknowledge().run());
        LOG.debug("ingest: {}", written);
      }
    } finally {
      abort();
    }
  }

  private FleetMessage read(ReceivedMessage message) {
    return reader.read(message.topic(), message.payload(), message.journal());
  }

  private Written write(List<FleetMessage> batch) throws InterruptedException, StoreException {
    while (true) {
      try {
        Written written = open().write(batch);
        if (failures > 0) {
          LOG.info("ingest: the database {} is back", database);
          failures = 0;
        }
        return written;
      } catch (StoreException e) {
        abort();
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
      open = FleetStore.open(database);
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
