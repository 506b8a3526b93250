package cellwarden.app;

import cellwarden.testing.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that gives back other bits than it was given costs what it damaged, and that is said.
/// `RandomDamageIT` does this five hundred times; a failure names its seed.
final class RandomDamageTest {

  private static final int WAITING = 8;

  @TempDir private Path folder = Path.of("");

  @Test
  void costsOnlyWhatIsDamaged() throws Exception {
    check(folder, Integer.getInteger("damage.from", 0), Integer.getInteger("damage.to", 30));
  }

  /// Side by side, since each waits now and then.
  static void check(Path folder, int from, int to) throws Exception {
    DamagedJournal.Whole whole =
        DamagedJournal.write(Files.createDirectory(folder.resolve("whole")));
    List<Future<?>> checks = new ArrayList<>();
    try (CapturedLog log = CapturedLog.start();
        ExecutorService threads = Executors.newFixedThreadPool(WAITING)) {
      for (int seed = from; seed < to; seed++) {
        int each = seed;
        checks.add(
            threads.submit(() -> {
              DamagedJournal.check(folder.resolve("damaged" + each), each, whole, log);
              return each;
            }));
      }
      for (Future<?> check : checks) {
        check.get();
      }
    }
  }
}
