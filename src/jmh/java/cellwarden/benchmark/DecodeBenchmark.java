package cellwarden.benchmark;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.ResponseDecoder;
import cellwarden.protocol.register.Registers;
import cellwarden.testing.Answers;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// One poll's worth of decoding: registers 03 and 04 from fragments to records.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {

  /// What a notification carries at most in every capture.
  private static final int NOTIFICATION = 20;

  private final byte[] basicHead = Arrays.copyOf(Answers.basic(), NOTIFICATION);
  private final byte[] basicTail =
      Arrays.copyOfRange(Answers.basic(), NOTIFICATION, Answers.basic().length);
  private final byte[] cells = Answers.cells();
  private final ResponseDecoder decoder = new ResponseDecoder();

  /// Registers 03 (in two notifications) and 04 (in one).
  @Benchmark
  public void registers03And04(Blackhole sink) throws MalformedPayloadException {
    decoder.reset();
    consume(basicHead, sink);
    consume(basicTail, sink);
    consume(cells, sink);
  }

  private void consume(byte[] fragment, Blackhole sink) throws MalformedPayloadException {
    for (Decoded decoded : decoder.feed(fragment)) {
      if (decoded instanceof Decoded.Answer answer) {
        sink.consume(Registers.decode(answer.response()));
      }
    }
  }
}
