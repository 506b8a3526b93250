package cellwarden.benchmark;

import cellwarden.battery.Sample;
import cellwarden.config.Defaults;
import cellwarden.journal.Journal;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/// A sample as a line of the journal, from the call to its return, in the folder `target` of this
/// machine's disk.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JournalAppendBenchmark {

  private static final int MANY = 32;

  /// `always`, or how many seconds.
  @Param({"always", "5"})
  private String fsync = "always";

  private final Sample sample = Samples.aSample();
  private Path folder = Path.of("target");
  private @Nullable Journal journal;

  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory(Path.of("target"), "journal");
    Fsync when =
        fsync.equals("always")
            ? new Fsync.Always()
            : new Fsync.Every(Duration.ofSeconds(Long.parseLong(fsync)));
    journal = Journal.open(Defaults.journal(folder.resolve("bms_data.jsonl")).withFsync(when));
  }

  /// Removes what was written.
  @TearDown
  public void close() throws IOException {
    opened().close();
    try (Stream<Path> paths = Files.list(folder)) {
      List<Path> files = paths.toList();
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private Journal opened() {
    return Objects.requireNonNull(journal);
  }

  /// One battery.
  ///
  /// @return the sample with its number
  @Benchmark
  public Sample alone() throws IOException {
    return opened().append(sample);
  }

  /// More batteries than anybody has, each as fast as it can.
  ///
  /// @return the sample with its number
  @Benchmark
  @Threads(MANY)
  public Sample together() throws IOException {
    return opened().append(sample);
  }
}
