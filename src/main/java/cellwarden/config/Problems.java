package cellwarden.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/// Collects everything that is wrong with one file, so that the user learns it all at once.
final class Problems {
  /// More than that nobody reads at once.
  private static final int MOST_SHOWN = 20;

  private static final int MOST_KEPT = 1000;
  private static final Comparator<Problem> IN_ORDER_OF_THE_FILE =
      Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

  private final String file;
  private int count;
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
    count++;
    if (found.size() > MOST_KEPT) {
      keepFirst();
    }
  }

  private void keepFirst() {
    found.sort(IN_ORDER_OF_THE_FILE);
    found.subList(Math.min(found.size(), MOST_SHOWN), found.size()).clear();
  }

  /// @throws ConfigurationException with the first twenty of them, in the order of the file, and
  ///   how many more there are
  void throwIfAny() throws ConfigurationException {
    if (count == 0) {
      return;
    }
    keepFirst();
    List<String> lines = new ArrayList<>(found.stream().map(Problem::text).toList());
    if (count > lines.size()) {
      lines.add(file + ": and " + (count - lines.size()) + " more; mend these first");
    }
    throw new ConfigurationException(lines);
  }
}
