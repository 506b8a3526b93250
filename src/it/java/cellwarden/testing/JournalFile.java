package cellwarden.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A journal that another process writes.
///
/// @param path of the file, which need not exist yet
public record JournalFile(Path path) {

  private static final Duration GUARD = Duration.ofSeconds(90);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final Pattern SEQ = Pattern.compile("^\\{\"seq\":([0-9]+),");

  /// The lines that are whole.
  public List<String> lines() throws IOException {
    String text = Files.exists(path) ? Files.readString(path) : "";
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /// Whether nothing stands after the last line.
  public boolean endsWhole() throws IOException {
    String text = Files.readString(path);
    return text.isEmpty() || text.endsWith("\n");
  }

  /// The sequence numbers of the samples, in the order of the file.
  public List<Long> seqs() throws IOException {
    return lines().stream()
        .flatMap(line -> SEQ.matcher(line).results())
        .map(MatchResult::group)
        .map(head -> Long.valueOf(head.replaceAll("[^0-9]", "")))
        .toList();
  }

  /// Waits until the lines are as wanted; looks again and again, since files tell nobody.
  public List<String> await(Child writer, Predicate<List<String>> wanted) throws IOException {
    long deadline = System.nanoTime() + GUARD.toNanos();
    List<String> lines = lines();
    while (!wanted.test(lines)) {
      if (!writer.isAlive() || System.nanoTime() - deadline > 0) {
        throw new AssertionError("the journal is not as wanted: " + lines + " from " + writer);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      lines = lines();
    }
    return lines;
  }
}
