package cellwarden.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Shows that a benchmark builds and runs.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SumBenchmark {

  private final byte[] frame = new byte[64];

  /// The sum of 64 bytes.
  ///
  /// @return the sum
  @Benchmark
  public int sum() {
    int sum = 0;
    for (byte b : frame) {
      sum += b & 0xFF;
    }
    return sum;
  }
}
