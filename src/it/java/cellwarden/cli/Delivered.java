package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.simulator.SimulatorServer;
import cellwarden.testing.Child;
import cellwarden.testing.Figures;
import cellwarden.testing.Guard;
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

/// What a subscriber holds, beside what the journal holds: the one way to compare them.
///
/// They agree when each journalled sample came at least once, live or as history, and nothing came
/// that is not journalled. Which of the two ways a sample takes is a matter of time: the first ones
/// are journalled before the session with the broker stands, and come later. A test that is about
/// live samples waits until they are: [#awaitLive].
///
/// @param subscriber of `batterie/#`, subscribed before the first sample was read
record Delivered(JournalFile journal, Subscriber subscriber) {

  private static final String HISTORY = "/history";
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final List<String> COUNTERS =
      List.of("energy_charged", "energy_discharged", "charge_in", "charge_out", "energy_covered");

  /// Waits until everything has come that the journal holds now.
  void awaitAll(Child service) throws IOException {
    awaitAll(service, Guard.HANG);
  }

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

  /// Ends the batteries and waits until everything has come that was journalled: from then on the
  /// journal and the subscriber hold the same.
  ///
  /// @param batteries the sources of all samples, by name
  void awaitEnd(Child service, Map<String, SimulatorServer> batteries) throws IOException {
    batteries.values().forEach(SimulatorServer::close);
    int ended = journal.lines().size();
    for (String battery : batteries.keySet()) {
      String failed = "\"battery\":\"" + battery + "\",\"fault\":";
      journal.await(
          service, lines -> lines.stream().skip(ended).anyMatch(line -> line.contains(failed)));
    }
    awaitAll(service);
  }

  /// Waits until a sample came live that was read after this call.
  ///
  /// @param battery its name
  /// @return the sample as it came
  Subscriber.Received awaitLive(String battery) throws IOException, InterruptedException {
    long last = journal.allLines().stream().mapToLong(JournalFile::seq).max().orElse(0);
    return subscriber.await(message ->
        message.topic().equals("batterie/" + battery) && JournalFile.seq(message.payload()) > last);
  }

  /// All samples that came stand in the journal, as they came. What the journal held at `awaitAll`
  /// came too; what was read since then may come with the next run of the program.
  void assertNoneIsUnknown() throws IOException {
    List<String> lines = journal.allLines();
    List<String> payloads =
        subscriber.received().stream()
            .filter(Delivered::isSample)
            .map(Subscriber.Received::payload)
            .toList();
    assertThat(payloads).isNotEmpty();
    assertThat(lines).containsAll(payloads);
    assertOldestFirst();
  }

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
    return message.topic().matches("batterie/[^/]+(" + HISTORY + ")?");
  }

  private static List<String> samples(List<String> lines) {
    List<String> samples = new ArrayList<>(lines);
    samples.removeIf(line -> JournalFile.seq(line) == 0);
    return samples;
  }
}
