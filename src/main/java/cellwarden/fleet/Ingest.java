package cellwarden.fleet;

import cellwarden.fleet.message.MessageReader;
import cellwarden.fleet.status.IngestFigures;
import cellwarden.fleet.store.Database;
import cellwarden.fleet.store.StoreException;
import cellwarden.output.mqtt.client.GroupMembership;
import cellwarden.output.mqtt.client.HiveMqBroker;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.output.mqtt.client.MqttSession;
import cellwarden.settings.IngestConfig;
import cellwarden.time.Backoff;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the ingest: one thread keeps the session with the broker, one writes, one looks for gaps.
public final class Ingest implements AutoCloseable {

  /// The broker keeps what a member has not acknowledged for so long after it went.
  private static final Duration MEMORY = Duration.ofDays(7);

  /// Bytes; what is larger than [MessageReader#LARGEST] is refused here. mosquitto 2.0.11 drops
  /// what is larger than this, but counts it among what waits for an acknowledgement: a thousand of
  /// them, and it sends nothing more.
  private static final int LARGEST_PACKET = 1 << 21;

  /// Longer than two who throw each other out ever wait.
  private static final Duration LASTING = Duration.ofMinutes(3);

  /// So many connections in a row that end soon have a reason.
  private static final int SUSPICIOUS = 3;

  private static final Duration LONGEST_STOP = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

  private final HiveMqBroker broker;
  private final GroupMembership member;
  private final Inbox inbox;
  private final BatchWriter writer;
  private final GapHealer healer;
  private final IngestFigures figures;
  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), ThreadLocalRandom.current());

  private final Thread listening;
  private final Thread writing;
  private final Thread healing;

  /// @param installation a file that only this member of the group has
  /// @param onTrouble takes what has ended a thread: a bug, or a [StoreException] that is hopeless
  public Ingest(IngestConfig config, Path installation, Consumer<Throwable> onTrouble) {
    MessageReader reader = new MessageReader(config.mqtt().baseTopic(), InstantSource.system());
    this.broker = HiveMqBroker.ofGroup(config.mqtt(), installation);
    this.inbox = new Inbox(config.receiveMaximum());
    this.figures = new IngestFigures(inbox::size);
    this.member =
        new GroupMembership(
            reader.topics(config.group()),
            config.receiveMaximum(),
            LARGEST_PACKET,
            MEMORY,
            inbox::add);
    Database database = new Database(config.database());
    this.writer = new BatchWriter(inbox, config.batch(), reader, database, backoff, figures);
    this.healer = new GapHealer(config.mqtt().baseTopic(), database, config.grace(), figures);
    this.listening = thread("ingest-broker", this::listen, onTrouble);
    this.writing = thread("ingest-writer", writer::run, onTrouble);
    this.healing = thread("ingest-gaps", healer::run, onTrouble);
  }

  public IngestFigures figures() {
    return figures;
  }

  /// Begins. Waits for nothing.
  public void start() {
    writing.start();
    listening.start();
    healing.start();
  }

  /// A part of the work, which an interrupt ends.
  @FunctionalInterface
  private interface Part {
    void run() throws InterruptedException, StoreException;
  }

  private static Thread thread(String name, Part part, Consumer<Throwable> onTrouble) {
    return Thread.ofPlatform()
        .name(name)
        .daemon()
        .unstarted(() -> {
          try {
            part.run();
          } catch (InterruptedException e) {
            LOG.debug("{} has ended", name);
          } catch (StoreException | RuntimeException | Error trouble) {
            onTrouble.accept(trouble);
          }
        });
  }

  private void listen() throws InterruptedException {
    int failures = 0;
    int brief = 0;
    boolean suspected = false;
    GroupMembership asked = member;
    while (true) {
      long begun = System.nanoTime();
      boolean stood = false;
      Semaphore lost = new Semaphore(0);
      try (MqttSession session = broker.join(asked, lost::release)) {
        LOG.info("ingest: connected to {} as {}", broker, broker.clientId());
        stood = true;
        failures = 0;
        figures.broker(true);
        healer.begin(session);
        lost.acquire();
        throw session.loss();
      } catch (MqttException e) {
        healer.end();
        figures.broker(false);
        inbox.clear();
        if (e.kind() == MqttException.Kind.FLOODED && asked.equals(member)) {
          LOG.warn(
              "ingest: {} has sent more than mqtt.receive_maximum at a time, as mosquitto does of a session that it takes up again; from now on only its own queue (max_queued_messages) bounds that",
              broker);
          asked = member.withoutMaximum();
          continue;
        }
        if (System.nanoTime() - begun >= LASTING.toNanos()) {
          brief = 0;
          suspected = false;
        } else if (stood) {
          brief++;
        }
        // mosquitto 2.0.11 does not say that another took the session over.
        if (stood && (e.kind() == MqttException.Kind.TAKEN_OVER || brief >= SUSPICIOUS)) {
          if (!suspected) {
            LOG.warn(
                "ingest: {} ends each connection soon after it began ({}): another program may have the same client id {}; give each ingest a mqtt.client_id of its own",
                broker,
                e.getMessage(),
                broker.clientId());
          }
          suspected = true;
        } else if (++failures == 1) {
          LOG.warn(
              "ingest: no connection to {} ({}); it is tried again until there is",
              broker,
              e.getMessage());
        }
      }
      TimeUnit.NANOSECONDS.sleep(backoff.after(Math.max(1, Math.max(failures, brief))).toNanos());
    }
  }

  /// Ends within two seconds. What is not acknowledged the broker sends again.
  @Override
  public void close() {
    List<Thread> threads = List.of(listening, writing, healing);
    threads.forEach(Thread::interrupt);
    writer.abort();
    healer.abort();
    try {
      for (Thread thread : threads) {
        if (!thread.join(LONGEST_STOP)) {
          LOG.debug("{} has not ended yet", thread.getName());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
