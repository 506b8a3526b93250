package cellwarden.testing;

import cellwarden.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Clocks that only a pause or a test moves. For one thread.
///
/// The monotonic clock overflows five seconds after the start, as it is allowed to.
public final class FakeTime implements Time {

  public static final Instant START = Instant.parse("2026-11-22T14:00:00.123Z");

  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();
  private Instant wall = START;
  private boolean clockSet = true;
  private Duration elapsed = Duration.ZERO;
  private @Nullable Duration end;
  private final List<Duration> pauses = new ArrayList<>();

  /// Interrupts whoever pauses beyond this time after the start.
  public void endAfter(Duration duration) {
    end = duration;
  }

  /// Sets the wall clock alone, as a clock without a battery is set when the network comes.
  public void setWall(Instant now) {
    wall = now;
  }

  /// Whether the wall clock counts as set.
  public void setClockSet(boolean isSet) {
    clockSet = isSet;
  }

  /// Lets time pass.
  public void advance(Duration duration) {
    nanos += duration.toNanos();
    wall = wall.plus(duration);
    elapsed = elapsed.plus(duration);
  }

  /// What passed since the start, whatever happened to the wall clock.
  public Duration elapsed() {
    return elapsed;
  }

  /// Every pause so far, in order.
  public List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  @Override
  public Instant now() {
    return wall;
  }

  @Override
  public boolean clockIsSet() {
    return clockSet;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    boolean ends = end != null && elapsed.plus(duration).compareTo(end) > 0;
    if (ends || Thread.interrupted()) {
      throw new InterruptedException();
    }
    pauses.add(duration);
    advance(duration);
  }
}
