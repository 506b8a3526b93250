package cellwarden.benchmark;

import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import cellwarden.testing.Samples;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A sample of a 4-cell pack as the JSON that journal and broker get.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SampleJsonBenchmark {

  private final Sample sample = Samples.aSample().withSeq(184_467);

  /// The whole line, UTF-8.
  ///
  /// @return the bytes
  @Benchmark
  public byte[] json() {
    return EventJson.encode(sample);
  }
}
