package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.Figures;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Subscriber;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// What a subscriber holds, beside what the journal holds.
///
/// @param subscriber of `batterie/#`, subscribed before the first sample was read
record Delivered(JournalFile journal, Subscriber subscriber) {

  private static final String HISTORY = "/history";
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /// Waits until everything has come that the journal holds now.
  ///
  /// @param guard only a loss or a hang takes so long
  void awaitAll(Child service, Duration guard) throws IOException {
    Set<String> missing = new HashSet<>(samples(journal.allLines()));
    long deadline = System.nanoTime() + guard.toNanos();
    int seen = 0;
    while (true) {
      int mark = subscriber.mark();
      subscriber.received(seen, mark).forEach(message -> missing.remove(message.payload()));
      seen = mark;
      if (missing.isEmpty()) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            missing.size()
                + " samples did not come, such as "
                + missing.iterator().next()
                + service);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private static final List<String> COUNTERS =
      List.of("energy_charged", "energy_discharged", "charge_in", "charge_out", "energy_covered");

  /// Every journalled sample came, as it stands in the journal, and nothing else did; the history
  /// of each session came oldest first. No number was used twice, and no counter fell. Says how
  /// many came twice.
  void assertComplete() throws IOException {
    List<String> lines = journal.allLines();
    for (String line : lines) {
      assertThat(ExactJson.object(line)).as("none is torn").isNotEmpty();
    }
    List<Subscriber.Received> received =
        subscriber.received().stream().filter(Delivered::isSample).toList();
    List<String> payloads = received.stream().map(Subscriber.Received::payload).toList();
    Set<String> distinct = new HashSet<>(payloads);
    assertThat(distinct).isEqualTo(new HashSet<>(samples(lines)));
    assertNumbersAreUsedOnce(distinct);
    assertCountersGrow(distinct);
    long later = received.stream().filter(message -> message.topic().endsWith(HISTORY)).count();
    Figures.say(
        "samples",
        "%d journalled, %d received live, %d as history, %d of them doubles"
            .formatted(
                distinct.size(),
                payloads.size() - later,
                later,
                payloads.size() - distinct.size()));
    assertOldestFirst();
  }

  private static void assertNumbersAreUsedOnce(Set<String> samples) {
    assertThat(samples.stream().map(JournalFile::seq).distinct()).hasSize(samples.size());
  }

  private static void assertCountersGrow(Set<String> samples) {
    Map<String, BigDecimal> last = new HashMap<>();
    List<String> ordered =
        samples.stream().sorted(Comparator.comparingLong(JournalFile::seq)).toList();
    for (String sample : ordered) {
      Map<String, Object> values = ExactJson.object(sample);
      for (String counter : COUNTERS) {
        if (values.get(counter) instanceof BigDecimal value) {
          BigDecimal before = last.put(values.get("battery") + " " + counter, value);
          assertThat(value).as(sample).isGreaterThanOrEqualTo(before == null ? value : before);
        }
      }
    }
    assertThat(last).as("counters").isNotEmpty();
  }

  /// A session begins with the state of the bridge.
  private void assertOldestFirst() {
    long last = 0;
    for (Subscriber.Received message : subscriber.received()) {
      if (message.payload().equals("online") && message.topic().endsWith("bridge/state")) {
        last = 0;
      } else if (message.topic().endsWith(HISTORY)) {
        long seq = JournalFile.seq(message.payload());
        assertThat(message.retained()).isFalse();
        assertThat(seq).isGreaterThan(last);
        last = seq;
      }
    }
  }

  private static boolean isSample(Subscriber.Received message) {
    return JournalFile.seq(message.payload()) > 0;
  }

  private static List<String> samples(List<String> lines) {
    List<String> samples = new ArrayList<>(lines);
    samples.removeIf(line -> JournalFile.seq(line) == 0);
    return samples;
  }
}
