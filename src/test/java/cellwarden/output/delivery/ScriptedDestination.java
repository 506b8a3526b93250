package cellwarden.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Guard;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes every sample, but for what it was told to do otherwise.
final class ScriptedDestination implements Destination {

  private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
  private final Set<String> refused = new HashSet<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch silence = new CountDownLatch(1);
  private int most = Integer.MAX_VALUE;
  private boolean broken;
  private boolean silent;
  private boolean buggy;

  /// Samples of this battery are refused.
  synchronized ScriptedDestination refuse(String battery) {
    refused.add(battery);
    return this;
  }

  /// The session is broken.
  synchronized ScriptedDestination breaks() {
    broken = true;
    return this;
  }

  /// After so many samples the session is broken.
  synchronized ScriptedDestination takesOnly(int number) {
    most = number;
    return this;
  }

  synchronized boolean hasHadEnough() {
    return taken.size() >= most;
  }

  /// The samples that were taken and not awaited.
  List<String> allTaken() {
    return List.copyOf(taken);
  }

  /// No sample is acknowledged.
  synchronized ScriptedDestination isSilent() {
    silent = true;
    return this;
  }

  /// The next sample meets a bug.
  synchronized ScriptedDestination hasABug() {
    buggy = true;
    return this;
  }

  /// How many samples it was given, whatever became of them.
  int asked() {
    return asked.get();
  }

  /// Waits until a sample is on its way that is never acknowledged.
  void awaitSilence() throws InterruptedException {
    assertThat(silence.await(Guard.HANG.toSeconds(), TimeUnit.SECONDS)).as("a sample").isTrue();
  }

  /// The sample that was taken next.
  String awaitTaken() throws InterruptedException {
    String line = taken.poll(Guard.HANG.toSeconds(), TimeUnit.SECONDS);
    return String.valueOf(line);
  }

  boolean hasNothingMore() {
    return taken.isEmpty();
  }

  @Override
  public boolean deliver(String battery, byte[] json)
      throws RefusedException, InterruptedException {
    asked.incrementAndGet();
    if (isSilentNow()) {
      silence.countDown();
      new CountDownLatch(1).await();
    }
    return answer(battery, json);
  }

  private synchronized boolean isSilentNow() {
    return silent;
  }

  private synchronized boolean answer(String battery, byte[] json) throws RefusedException {
    if (buggy) {
      buggy = false;
      throw new IllegalStateException("scripted: bug");
    }
    if (refused.contains(battery)) {
      throw new RefusedException("scripted: refused", new Exception());
    }
    broken |= taken.size() >= most;
    if (!broken) {
      taken.add(new String(json, StandardCharsets.UTF_8));
    }
    return !broken;
  }
}
