package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import cellwarden.journal.disk.ModelDisk;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.testing.CapturedLog;
import cellwarden.testing.Guard;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Several threads write while calls of the disk fail: what was acknowledged stays, whole and once.
/// `-Djournal.seeds=5000` searches longer.
final class JournalThreadsTest {

  static final List<Fsync> MODES =
      List.of(new Fsync.Always(), new Fsync.Every(Duration.ofSeconds(5)));

  private static final int SEEDS = Integer.getInteger("journal.seeds", 40);
  private static final int THREADS = 6;
  private static final int LINES = 60;
  private static final Path FILE = Path.of("/journal/bms_data.jsonl");

  private final CapturedLog quiet = CapturedLog.start();

  @AfterEach
  void closeLog() {
    quiet.close();
  }

  @ParameterizedTest
  @FieldSource("MODES")
  void troubleTakesNothingThatWasAcknowledged(Fsync fsync) throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      ModelDisk disk = new ModelDisk(new SplittableRandom(seed));
      Journal journal = Journal.open(disk, config(fsync), Journals.SINCE);
      Map<Long, String> acknowledged = new ConcurrentHashMap<>();
      disk.faults(sometimes(new SplittableRandom(seed)));
      inThreads(THREADS, () -> write(journal, acknowledged));
      disk.faults((_, _, length) -> length);

      check(disk, acknowledged, "seed " + seed);
      journal.close();
      check(disk, acknowledged, "seed " + seed + ", closed");
      if (fsync instanceof Fsync.Always) {
        check(disk.afterPowerCut(), acknowledged, "seed " + seed + ", power cut");
      }
      try (Journal next = Journal.open(disk.afterPowerCut(), config(fsync), Journals.SINCE)) {
        long seq = next.append(Samples.aSample()).seq().orElseThrow();
        assertThat(acknowledged.keySet()).allMatch(known -> known < seq);
      }
    }
  }

  /// After an fsync that failed each line is forced at once. That of the first one fails, while two
  /// others wait.
  @Test
  void aLineThatFailsTakesNoOtherWithIt() throws Exception {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    Map<Long, String> acknowledged = new ConcurrentHashMap<>();
    try (Journal journal = Journal.open(disk, config(MODES.getLast()), Journals.SINCE)) {
      append(journal, acknowledged);
      disk.faults(JournalThreadsTest::failFsync);
      journal.sync();

      Semaphore fsyncs = new Semaphore(0);
      CountDownLatch begun = new CountDownLatch(1);
      disk.beforeSync(name -> {
        if (name.endsWith(".jsonl")) {
          begun.countDown();
          fsyncs.acquireUninterruptibly();
        }
      });
      Thread first = poller(() -> append(journal, acknowledged));
      begun.await();
      Thread second = poller(() -> append(journal, acknowledged));
      Thread third = poller(() -> append(journal, acknowledged));
      awaitWaiting(second);
      awaitWaiting(third);
      fsyncs.release();
      first.join();
      disk.faults((_, _, length) -> length);
      fsyncs.release(10);
      second.join();
      third.join();
      Map<Long, String> forced = new ConcurrentHashMap<>(acknowledged);
      forced.remove(1L);
      check(disk.afterPowerCut(), forced, "forced at once");
    }

    assertThat(acknowledged).containsOnlyKeys(1L, 3L, 4L);
    check(disk, acknowledged, "nobody else's line is lost");
  }

  /// A write and its cutting off fail, so the file ends in the middle of a line. The next line
  /// begins with a line feed, which its failed fsync takes back with it. Meanwhile another thread
  /// waits to begin a new file, which fails too.
  @Test
  void aFailedFsyncDoesNotJoinTheNextLineToATornOne() throws Exception {
    ModelDisk disk = new ModelDisk(new SplittableRandom(1));
    Map<Long, String> acknowledged = new ConcurrentHashMap<>();
    try (Journal journal = Journal.open(disk, config(MODES.getFirst()), Journals.SINCE)) {
      append(journal, acknowledged);
      disk.faults((op, _, length) -> {
        if (op == ModelDisk.Op.TRUNCATE) {
          throw new IOException("Input/output error");
        }
        return op == ModelDisk.Op.WRITE ? length / 2 : length;
      });
      append(journal, acknowledged);

      Semaphore fsyncs = new Semaphore(0);
      CountDownLatch begun = new CountDownLatch(1);
      AtomicInteger failures = new AtomicInteger(1);
      disk.beforeSync(name -> {
        if (name.endsWith(".jsonl")) {
          begun.countDown();
          fsyncs.acquireUninterruptibly();
        }
      });
      disk.faults((op, name, length) -> {
        boolean fails =
            op == ModelDisk.Op.MOVE
                || (op == ModelDisk.Op.SYNC
                    && name.endsWith(".jsonl")
                    && failures.getAndDecrement() > 0);
        if (fails) {
          throw new IOException("Input/output error");
        }
        return length;
      });
      Thread first = poller(() -> append(journal, acknowledged));
      begun.await();
      Sample nextDay = Journals.sampleAt(Samples.TIME.plus(Duration.ofDays(1)));
      Thread second = poller(() -> append(journal, nextDay, acknowledged));
      awaitWaiting(second);
      fsyncs.release(10);
      first.join();
      second.join();
      disk.faults((_, _, length) -> length);
    }

    assertThat(acknowledged).hasSize(2);
    check(disk, acknowledged, "no line is joined to a torn one");
  }

  private static Thread poller(Runnable work) {
    return Thread.ofPlatform().start(work);
  }

  /// Until it has handed its line over.
  private static void awaitWaiting(Thread poller) throws Exception {
    Guard.await("it waits", () -> poller.getState() == Thread.State.WAITING);
  }

  private static int failFsync(ModelDisk.Op op, String name, int length) throws IOException {
    if (op == ModelDisk.Op.SYNC && name.endsWith(".jsonl")) {
      throw new IOException("Input/output error");
    }
    return length;
  }

  private static ModelDisk.Faults sometimes(RandomGenerator random) {
    int seldom = 3 + random.nextInt(20);
    return (op, _, length) -> {
      if (random.nextInt(seldom) != 0) {
        return length;
      } else if (op == ModelDisk.Op.WRITE) {
        return random.nextInt(length);
      }
      throw new IOException("Input/output error");
    };
  }

  private static boolean write(Journal journal, Map<Long, String> acknowledged) {
    for (int i = 0; i < LINES; i++) {
      append(journal, Journals.sampleAt(Samples.TIME.plusSeconds(i * 3000L)), acknowledged);
      if (i % 8 == 0) {
        journal.sync();
      }
    }
    return true;
  }

  private static void append(Journal journal, Map<Long, String> acknowledged) {
    append(journal, Samples.aSample(), acknowledged);
  }

  private static void append(Journal journal, Sample sample, Map<Long, String> acknowledged) {
    try {
      Sample numbered = journal.append(sample);
      String before = acknowledged.put(numbered.seq().orElseThrow(), text(numbered));
      assertThat(before).as("numbers are given out once").isNull();
    } catch (JournalException e) {
      // Its sample is published without a number.
    }
  }

  private static void check(ModelDisk disk, Map<Long, String> acknowledged, String when)
      throws Exception {
    Map<Long, String> found = new ConcurrentHashMap<>();
    List<Long> order = new ArrayList<>();
    new JournalReader(disk, new JournalFiles(FILE))
        .read(
            0,
            line -> {
              OptionalLong seq = line.seq();
              order.add(seq.orElseThrow());
              found.put(seq.orElseThrow(), new String(line.json(), StandardCharsets.UTF_8));
              return true;
            });
    assertThat(order).as(when).isSorted().doesNotHaveDuplicates();
    assertThat(found).as(when).containsAllEntriesOf(acknowledged);
  }

  private static void inThreads(int count, Callable<Boolean> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<Callable<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(work);
      }
      for (Future<Boolean> done : threads.invokeAll(all)) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  private static JournalConfig config(Fsync fsync) {
    return new JournalConfig(FILE, fsync, 4_000, Optional.empty(), 1_000_000_000, 0);
  }

  private static String text(Sample sample) {
    return new String(EventJson.encode(sample), StandardCharsets.UTF_8);
  }
}
