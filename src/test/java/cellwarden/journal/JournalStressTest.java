package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.EncodedEvent;
import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import cellwarden.journal.disk.ModelDisk;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// 32 threads append and are interrupted all the time, while files are rotated and compressed and
/// calls of the disk fail. Whatever was appended is there once, whatever was not is not there.
/// `-Djournal.seeds=500` searches longer.
final class JournalStressTest {

  static final List<Fsync> MODES =
      List.of(new Fsync.Always(), new Fsync.Every(Duration.ofMillis(2)), new Fsync.Never());

  private static final int SEEDS = Math.max(3, Integer.getInteger("journal.seeds", 40) / 10);
  private static final int THREADS = 32;
  private static final int LINES = 40;
  private static final Path FILE = Path.of("/journal/bms_data.jsonl");

  @ParameterizedTest
  @FieldSource("MODES")
  void everyLineIsThereOnceOrNotAtAll(Fsync fsync) throws Exception {
    try (CapturedLog _ = CapturedLog.start()) {
      for (int seed = 0; seed < SEEDS; seed++) {
        new Run(fsync, seed).check();
      }
    }
  }

  /// One journal, and what its threads did.
  private static final class Run {

    private final String name;
    private final Fsync fsync;
    private final JournalConfig config;
    private final ModelDisk disk;
    private final SplittableRandom random;
    private final Map<Long, String> appended = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Throwable> bugs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();

    Run(Fsync fsync, int seed) {
      this.name = fsync + ", seed " + seed;
      this.fsync = fsync;
      this.config = new JournalConfig(FILE, fsync, 8_000, Optional.empty(), 1_000_000_000, 0);
      this.disk = new ModelDisk(new SplittableRandom(seed));
      this.random = new SplittableRandom(seed);
    }

    /// Calls of every kind, but for taking back.
    private ModelDisk.Faults sometimes() {
      int seldom = 5 + random.nextInt(60);
      return (op, _, length) -> {
        if (op == ModelDisk.Op.TRUNCATE || random.nextInt(seldom) != 0) {
          return length;
        } else if (op == ModelDisk.Op.WRITE) {
          return random.nextInt(length);
        }
        throw new IOException("Input/output error");
      };
    }

    void check() throws Exception {
      try (Journal journal = Journal.open(disk, config, Journals.SINCE)) {
        disk.faults(sometimes());
        work(journal);
        disk.faults((_, _, length) -> length);
      }
      assertThat(bugs).as(name).isEmpty();
      assertThat(appended).as(name).isNotEmpty();
      assertThat(appended.size() + refused.get()).as(name).isEqualTo(THREADS * LINES);
      assertThat(interrupted).as("interrupts that were kept").hasPositiveValue();
      assertIn(disk);
      if (fsync instanceof Fsync.Always) {
        assertIn(disk.afterPowerCut());
      }
    }

    private void work(Journal journal) throws InterruptedException {
      CountDownLatch ended = new CountDownLatch(THREADS);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        String battery = "battery" + i;
        threads.add(Thread.ofPlatform().unstarted(() -> append(journal, battery, ended)));
      }
      threads.forEach(Thread::start);
      JournalKeeper keeper =
          new JournalKeeper(
              disk,
              journal,
              config,
              () -> Long.MAX_VALUE,
              _ -> {},
              InstantSource.fixed(Samples.TIME),
              _ -> {});
      while (ended.getCount() > 0) {
        threads.forEach(Thread::interrupt);
        keeper.care();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    private void append(Journal journal, String battery, CountDownLatch ended) {
      try {
        for (int i = 0; i < LINES; i++) {
          append(journal, Samples.aReading(battery));
          appendFault(journal, Samples.aFailure(battery, i));
        }
      } catch (RuntimeException | Error bug) {
        bugs.add(bug);
      } finally {
        ended.countDown();
      }
    }

    private static void appendFault(Journal journal, BatteryEvent event) {
      try {
        journal.append(event);
      } catch (JournalException e) {
        // It has no number by which it could be found.
      }
    }

    private void append(Journal journal, BatteryEvent event) {
      try {
        EncodedEvent line = journal.append(event);
        Sample sample = ((BatteryEvent.Reading) line.event()).sample();
        String text = new String(line.json(), StandardCharsets.UTF_8);
        assertThat(text).isEqualTo(new String(EventJson.encode(sample), StandardCharsets.UTF_8));
        assertThat(appended.put(sample.seq().orElseThrow(), text)).isNull();
      } catch (JournalException e) {
        refused.incrementAndGet();
      }
      if (Thread.interrupted()) {
        interrupted.incrementAndGet();
      }
    }

    private void assertIn(ModelDisk found) throws Exception {
      List<Long> order = new ArrayList<>();
      Map<Long, String> lines = new TreeMap<>();
      new JournalReader(found, new JournalFiles(FILE))
          .read(
              0,
              line -> {
                if (line.seq().isPresent()) {
                  order.add(line.seq().getAsLong());
                  lines.put(
                      line.seq().getAsLong(), new String(line.json(), StandardCharsets.UTF_8));
                }
                return true;
              });
      assertThat(order).as(name).isSorted().doesNotHaveDuplicates();
      assertThat(lines).as(name).isEqualTo(new TreeMap<>(appended));
    }
  }
}
