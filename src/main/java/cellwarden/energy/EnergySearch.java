package cellwarden.energy;

import cellwarden.battery.Metric;
import cellwarden.battery.SampleLog;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks through one journal for the last counters of batteries, and when they were full: from its
/// end backwards, in portions that grow, until those that were asked for are found. Usually that is
/// the first portion, which tells all batteries.
///
/// What was looked through is not looked through again, so a battery that the journal does not know
/// costs one pass over all of it, once. Constant memory. Runs in one thread at a time and is asked
/// by several.
final class EnergySearch implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(EnergySearch.class);

  private static final String SINCE_FULL = Metric.TIME_SINCE_FULL_CHARGE.key();

  private static final Set<String> NAMES =
      Stream.concat(
              Stream.of("time", "clock", "battery", SINCE_FULL),
              Metric.COUNTERS.stream().map(Metric::key))
          .collect(Collectors.toUnmodifiableSet());

  /// Before it no version knew whether a battery was full.
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  private static final int FIRST_PORTION = 256;
  private static final int GROWTH = 8;

  private final SampleLog samples;
  private final int journalId;
  private final Map<String, EnergyLog.Start> found = new HashMap<>();
  private final Set<String> missing = new HashSet<>();
  private final CountDownLatch lastSamplesRead;

  /// Numbers from here on have been looked through.
  private long searchedFrom;

  private long portion = FIRST_PORTION;

  /// A sample of the first portion, 0 before that was read. As long as it is there, the files are
  /// those of this journal: a disk that is gone, with an empty folder in its place, looks like a
  /// journal that has removed everything.
  private long anchor;

  private boolean running;
  private volatile boolean abandoned;
  private @Nullable IOException failure;

  /// @param end number of the last sample that may matter, 0 when there is none
  EnergySearch(SampleLog samples, int journalId, long end) {
    this.samples = samples;
    this.journalId = journalId;
    this.searchedFrom = end + 1;
    this.lastSamplesRead = new CountDownLatch(isComplete() ? 0 : 1);
  }

  int journalId() {
    return journalId;
  }

  /// Takes note of a battery to look for.
  ///
  /// @return whether the caller must now have this run
  synchronized boolean needsToRunFor(String battery) {
    if (found.containsKey(battery) || isComplete()) {
      return false;
    }
    missing.add(battery);
    boolean begins = !running;
    running = true;
    return begins;
  }

  /// Waits until the last samples have been looked through, or could not be. An interrupt ends the
  /// wait and is kept.
  void awaitLastSamples(Duration patience) {
    try {
      boolean _ = lastSamplesRead.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is known now, [Energy#ZERO] where the whole journal has nothing.
  ///
  /// @return empty while it is being looked for
  /// @throws IOException if the journal could not be read
  synchronized Optional<EnergyLog.Start> answer(String battery) throws IOException {
    EnergyLog.Start start = found.get(battery);
    if (start != null || isComplete()) {
      return Optional.of(start == null ? EnergyLog.Start.unknown(journalId) : start);
    }
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    return Optional.empty();
  }

  /// Nobody wants to know any more.
  void abandon() {
    abandoned = true;
  }

  @Override
  public void run() {
    try {
      while (goesOn()) {
        long from = Math.max(1, searchedFrom - portion);
        took(from, lastOfEach(from, searchedFrom - 1));
        lastSamplesRead.countDown();
      }
    } catch (IOException e) {
      ended(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended(null);
    } finally {
      lastSamplesRead.countDown();
    }
  }

  private synchronized boolean goesOn() {
    running = !abandoned && !isComplete() && !missing.isEmpty();
    return running;
  }

  private synchronized void took(long from, Map<String, EnergyLog.Start> last) {
    if (!abandoned) {
      last.forEach(found::putIfAbsent);
      missing.removeAll(found.keySet());
      searchedFrom = from;
      portion *= GROWTH;
      failure = null;
    }
  }

  private synchronized void ended(@Nullable IOException why) {
    failure = why;
    running = false;
  }

  private boolean isComplete() {
    return searchedFrom <= 1;
  }

  private Map<String, EnergyLog.Start> lastOfEach(long from, long to)
      throws IOException, InterruptedException {
    Map<String, EnergyLog.Start> last = new HashMap<>();
    long[] first = new long[1];
    samples.read(
        from,
        to,
        (seq, json) -> {
          first[0] = first[0] == 0 ? seq : first[0];
          take(json, last);
          return !abandoned;
        });
    if (anchor == 0 ? first[0] == 0 : !isThere(anchor)) {
      throw new IOException("its last samples are not there");
    }
    anchor = anchor == 0 ? first[0] : anchor;
    return last;
  }

  /// Lines that are damaged, or have no counters, say nothing.
  private void take(byte[] line, Map<String, EnergyLog.Start> last) {
    try {
      JsonObject sample = JsonObject.parseOnly(NAMES, line, 0, line.length);
      String battery = sample.text("battery").orElse("");
      Optional<Energy> energy = Energy.of(counter -> sample.number(counter.key()));
      if (energy.isPresent()) {
        EnergyLog.Start before = last.get(battery);
        Optional<Instant> full = full(sample, before == null ? Optional.empty() : before.full());
        last.put(battery, new EnergyLog.Start(journalId, energy.get(), full));
      }
    } catch (JsonException e) {
      LOG.debug("no counters in a damaged line", e);
    }
  }

  /// A sample whose clock was not set does not say when that was. One that does not know takes
  /// nothing away, and neither does one whose time or number cannot be, as damage makes them.
  private static Optional<Instant> full(JsonObject sample, Optional<Instant> before) {
    OptionalDouble since = sample.number(SINCE_FULL);
    if (since.isPresent() && sample.has("clock")) {
      return Optional.empty();
    }
    Optional<Instant> full =
        sample
            .time("time")
            .filter(time ->
                since.orElse(-1) >= 0
                    && since.getAsDouble() <= time.getEpochSecond() - EARLIEST.getEpochSecond())
            .map(time -> time.minusSeconds(Math.round(since.getAsDouble())));
    return full.isPresent() ? full : before;
  }

  private boolean isThere(long seq) throws IOException, InterruptedException {
    boolean[] there = new boolean[1];
    samples.read(
        seq,
        seq,
        (shown, _) -> {
          there[0] = shown == seq;
          return false;
        });
    return there[0];
  }
}
