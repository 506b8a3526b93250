package cellwarden.app;

import cellwarden.testing.Figures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Five hundred random damages; `-Ddamage.from=500 -Ddamage.to=5000` searches on.
final class RandomDamageIT {

  private static final int FROM = Integer.getInteger("damage.from", 0);
  private static final int TO = Integer.getInteger("damage.to", 500);

  @TempDir private Path folder = Path.of("");

  @Test
  void costOnlyWhatIsDamaged() throws Exception {
    long begun = System.nanoTime();
    RandomDamageTest.check(folder, FROM, TO);
    Figures.say("seconds for " + (TO - FROM) + " damages", (System.nanoTime() - begun) / 1e9);
  }
}
