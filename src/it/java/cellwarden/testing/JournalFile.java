package cellwarden.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// A journal that another process writes.
///
/// @param path of the file, which need not exist yet
public record JournalFile(Path path) {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final Pattern SEQ = Pattern.compile("^\\{\"seq\":([0-9]+),");

  /// The lines that are whole.
  public List<String> lines() throws IOException {
    String text = Files.exists(path) ? Files.readString(path) : "";
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /// The whole lines of this file and of those that were rotated, compressed or not, in no order; a
  /// line may come twice while a file is being compressed.
  public List<String> allLines() throws IOException {
    String stem = path.getFileName().toString().replaceFirst("\\.jsonl$", "");
    List<String> lines = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(path.getParent(), stem + "*.{jsonl,jsonl.gz}")) {
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file);
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
          String text = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
          text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(lines::add);
        }
      }
    }
    return lines;
  }

  /// The number of a sample's line, 0 for any other line.
  public static long seq(String line) {
    Matcher seq = SEQ.matcher(line);
    return seq.find() ? Long.parseLong(seq.group(1)) : 0;
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
    long deadline = System.nanoTime() + Guard.HANG.toNanos();
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
