package cellwarden.output.mqtt.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MemoryGuardTest {

  private final AtomicLong free = new AtomicLong(2 * MemoryGuard.RESERVE);
  private final AtomicLong rubbish = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
  private int collections;
  private final MemoryGuard guard =
      new MemoryGuard(
          free::get,
          () -> {
            collections++;
            free.addAndGet(rubbish.getAndSet(0));
          },
          nanos::get);

  @Test
  void collectsNothingWhileThereIsRoom() {
    assertThat(guard.isScarce()).isFalse();
    assertThat(collections).isZero();
  }

  @Test
  void takesNoRubbishForWhatIsUsed() {
    free.set(MemoryGuard.RESERVE - 1);
    rubbish.set(2);

    assertThat(guard.isScarce()).isFalse();
  }

  @Test
  void collectsOnceASecondAtMost() {
    free.set(0);
    for (int i = 0; i < 1000; i++) {
      assertThat(guard.isScarce()).isTrue();
    }
    assertThat(collections).isEqualTo(1);

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(guard.isScarce()).isTrue();
    assertThat(collections).isEqualTo(2);
  }
}
