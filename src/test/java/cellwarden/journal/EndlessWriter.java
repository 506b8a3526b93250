package cellwarden.journal;

import cellwarden.testing.Samples;
import java.nio.file.Path;

/// A program that appends to a journal until it is killed.
final class EndlessWriter {

  private EndlessWriter() {}

  public static void main(String[] args) throws Exception {
    Journal journal = Journals.open(Path.of(args[0]), Journals.ALWAYS);
    while (true) {
      journal.append(Samples.aSample());
      journal.append(Samples.aFailure("myBattery", 1));
    }
  }
}
