package cellwarden.app;

import cellwarden.testing.Figures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random damages: a few in `./check`, since each takes about a second; five hundred in CI
/// (`CELLWARDEN_DAMAGES=500`).
final class RandomDamageIT {

  private static final int DAMAGES =
      Integer.parseInt(System.getenv().getOrDefault("CELLWARDEN_DAMAGES", "60"));

  @TempDir private Path folder = Path.of("");

  @Test
  void costOnlyWhatIsDamaged() throws Exception {
    long begun = System.nanoTime();
    RandomDamageTest.check(folder, 0, DAMAGES);
    Figures.say("seconds for " + DAMAGES + " damages", (System.nanoTime() - begun) / 1e9);
  }
}
