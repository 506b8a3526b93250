package cellwarden.fleet;

import cellwarden.fleet.status.IngestFigures;
import cellwarden.fleet.store.Database;
import cellwarden.fleet.store.GapStore;
import cellwarden.fleet.store.GapStore.Ask;
import cellwarden.fleet.store.GapStore.Look;
import cellwarden.fleet.store.StoreException;
import cellwarden.json.JsonText;
import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.output.mqtt.client.MqttSession;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks sites for what has not come: their journals have it, and send it again.
final class GapHealer {

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// A site may be off for a season.
  private static final Duration LONGEST = Duration.ofDays(90);

  private static final Logger LOG = LoggerFactory.getLogger(GapHealer.class);

  private final String base;
  private final Database database;
  private final Duration grace;
  private final IngestFigures figures;
  private boolean failing;

  private volatile @Nullable MqttSession session;
  private volatile @Nullable GapStore store;

  /// @param base what stands before the sites
  /// @param grace how long a gap may heal by itself
  GapHealer(String base, Database database, Duration grace, IngestFigures figures) {
    this.base = base;
    this.database = database;
    this.grace = grace;
    this.figures = figures;
  }

  /// A session with the broker begins.
  void begin(MqttSession begun) {
    session = begun;
  }

  /// It ends.
  void end() {
    session = null;
  }

  /// Heals until it is interrupted.
  void run() throws InterruptedException {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
        MqttSession open = session;
        if (open != null) {
          heal(open);
        }
      }
    } finally {
      abort();
    }
  }

  private void heal(MqttSession open) throws InterruptedException {
    try {
      Look look = opened().look(grace, PATIENCE, LONGEST);
      failing = false;
      figures.gaps(look.healed(), look.givenUp(), look.open(), look.asks().size());
      if (look.givenUp() > 0) {
        LOG.warn("ingest: gaps given up: {}; the table gap says which, and why", look.givenUp());
      }
      for (Ask ask : look.asks()) {
        LOG.info(
            "ingest: {} is asked for the samples {} to {}", ask.site(), ask.fromSeq(), ask.toSeq());
        open.publish(request(ask));
      }
    } catch (StoreException e) {
      if (!failing) {
        failing = true;
        LOG.warn("ingest: gaps cannot be looked for ({}); it is tried again", e.getMessage());
      }
      abort();
    } catch (MqttException e) {
      LOG.debug("ingest: the sites could not be asked ({})", e.getMessage());
    }
  }

  private Message request(Ask ask) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("from_seq", ask.fromSeq());
    body.put("to_seq", ask.toSeq());
    body.put("transaction", ask.transaction());
    return Message.passing(base + "/" + ask.site() + "/bridge/request/replay", JsonText.of(body));
  }

  private GapStore opened() throws StoreException {
    GapStore open = store;
    if (open == null) {
      open = GapStore.open(database);
      store = open;
    }
    return open;
  }

  /// Ends what is on its way to the database.
  void abort() {
    GapStore open = store;
    store = null;
    if (open != null) {
      open.abort();
    }
  }
}
