package cellwarden.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/// Collects everything that is wrong with one file, so that the user learns it all at once.
final class Problems {
  private final String file;
  private final List<Problem> found = new ArrayList<>();

  private record Problem(int line, int column, String text) {}

  Problems(String file) {
    this.file = file;
  }

  /// @param path such as `batteries[0].name`; empty for the file as a whole
  void add(Optional<Mark> place, String path, String sentence) {
    int line = place.map(mark -> mark.getLine() + 1).orElse(1);
    int column = place.map(Mark::getColumn).orElse(0);
    String where = path.isEmpty() ? sentence : path + ": " + sentence;
    found.add(new Problem(line, column, file + ":" + line + ": " + where));
  }

  /// @throws ConfigurationException with all of them, in the order of the file
  void throwIfAny() throws ConfigurationException {
    if (!found.isEmpty()) {
      throw new ConfigurationException(
          found.stream()
              .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
              .map(Problem::text)
              .toList());
    }
  }
}
