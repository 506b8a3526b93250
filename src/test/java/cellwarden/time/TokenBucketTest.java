package cellwarden.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TokenBucketTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final TokenBucket bucket = new TokenBucket(2, Duration.ofMinutes(6), nanos::get);

  @Test
  void givesSoManyAtOnceAndThenOneInSoLong() {
    assertThat(takenAtOnce()).isEqualTo(2);

    nanos.addAndGet(Duration.ofMinutes(5).toNanos());
    assertThat(bucket.take()).isFalse();
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(bucket.take()).isTrue();
    assertThat(bucket.take()).isFalse();

    nanos.addAndGet(Duration.ofDays(1).toNanos());
    assertThat(takenAtOnce()).as("no more than at first").isEqualTo(2);
  }

  private int takenAtOnce() {
    int taken = 0;
    while (bucket.take()) {
      taken++;
    }
    return taken;
  }
}
