package cellwarden.output.mqtt.bridge;

import cellwarden.battery.BatteryName;
import cellwarden.battery.SampleLog;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a part of the journal again, because somebody asked for it: oldest first, one at a time in
/// a thread of its own, no faster than a subscriber keeps up with, and not while something live
/// waits.
public final class Replay {

  /// As many samples as one request gets, which take about twenty minutes.
  static final long MOST = 100_000;

  /// So far the clock of a sample may be off the order of writing and the sample still be found.
  private static final Duration JUMP = Duration.ofDays(1);

  /// Reading so many samples is as quick as looking for fewer.
  private static final long NEAR = 5000;

  /// As many ranges as an answer names that the journal does not have.
  private static final int MOST_MISSING = 1000;

  private static final Duration END = Duration.ofMillis(100);

  private static final Set<String> NEEDED = Set.of("battery", "time", "clock");
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  private final SampleLog log;
  private final Set<String> batteries;
  private final Duration gap;
  private final BooleanSupplier liveWaits;
  private @Nullable Publisher session;
  private @Nullable Thread thread;
  private volatile boolean stopped;

  /// What is to be sent.
  sealed interface Range {}

  /// What was read from one time on, before another.
  record Times(Instant from, Instant to) implements Range {}

  /// The samples with these numbers, both ends included.
  record Numbers(long from, long to) implements Range {}

  /// Publishes during one session.
  @FunctionalInterface
  public interface Publisher {
    /// Publishes a sample as history, and waits for the acknowledgement.
    ///
    /// @return whether it was taken
    boolean publish(String battery, byte[] json) throws InterruptedException;
  }

  /// @param batteries those whose samples may be sent
  /// @param gap from one message to the next, at least
  /// @param liveWaits whether something else is to be published first
  public Replay(SampleLog log, List<String> batteries, Duration gap, BooleanSupplier liveWaits) {
    this.log = log;
    this.batteries = Set.copyOf(batteries);
    this.gap = gap;
    this.liveWaits = liveWaits;
  }

  /// A session with the broker begins.
  public synchronized void begin(Publisher publisher) {
    session = publisher;
  }

  /// It ends, and with it what is being sent.
  public void end() {
    Thread sending;
    synchronized (this) {
      session = null;
      sending = thread;
    }
    if (sending != null) {
      sending.interrupt();
      try {
        boolean ended = sending.join(END);
        LOG.debug("mqtt: the replay of this session is over: {}", ended);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Ends what is being sent.
  ///
  /// @return whether anything was
  synchronized boolean stop() {
    stopped = true;
    return isRunning();
  }

  /// Begins to send.
  ///
  /// @param battery its name; empty for all
  /// @param begun runs first where it begins
  /// @param done takes, at the end, what came of it: `sent`, and what else there is to know
  /// @return false where another replay runs, or no session
  synchronized boolean start(
      Optional<String> battery, Range range, Runnable begun, Consumer<Map<String, Object>> done) {
    Publisher publisher = session;
    if (isRunning() || publisher == null) {
      return false;
    }
    stopped = false;
    begun.run();
    thread =
        Thread.ofPlatform()
            .name("mqtt-replay")
            .daemon()
            .start(() -> run(pass(publisher, battery, range), done));
    return true;
  }

  private boolean isRunning() {
    return thread != null && thread.isAlive();
  }

  private Pass pass(Publisher publisher, Optional<String> battery, Range range) {
    return switch (range) {
      case Times times -> new PassOfTimes(publisher, battery, times);
      case Numbers numbers -> new PassOfNumbers(publisher, battery, numbers);
    };
  }

  private void run(Pass pass, Consumer<Map<String, Object>> done) {
    try {
      pass.run();
      done.accept(pass.result());
    } catch (IOException e) {
      LOG.warn("mqtt: the journal could not be read for a replay ({})", e.getMessage());
      done.accept(pass.result("the journal could not be read"));
    } catch (InterruptedException e) {
      LOG.debug("mqtt: interrupted, the replay is over");
    } catch (RuntimeException bug) {
      LOG.error("mqtt: the replay ended", bug);
      done.accept(pass.result("a bug in Cellwarden, which its log says"));
    }
  }

  /// What must be known of a line.
  private record Known(String battery, Instant time) {

    /// Empty for one whose clock was not set: it is of no time that anybody could ask for.
    static Optional<Known> of(byte[] json) {
      try {
        JsonObject line = JsonObject.parseOnly(NEEDED, json, 0, json.length);
        return line.has("clock")
            ? Optional.empty()
            : line.text("battery")
                .flatMap(name -> line.time("time").map(time -> new Known(name, time)));
      } catch (JsonException e) {
        return Optional.empty();
      }
    }
  }

  private abstract class Pass {

    private final Publisher publisher;
    private final Optional<String> battery;
    private long sent;
    private boolean refused;
    private boolean cut;

    Pass(Publisher publisher, Optional<String> battery) {
      this.publisher = publisher;
      this.battery = battery;
    }

    abstract void run() throws IOException, InterruptedException;

    Map<String, Object> result() {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("state", stopped ? "stopped" : cut ? "cut" : "done");
      result.put("sent", sent);
      if (refused) {
        result.put("error", "the broker did not take a sample");
      }
      return result;
    }

    Map<String, Object> result(String error) {
      Map<String, Object> result = result();
      result.put("error", error);
      return result;
    }

    boolean isOfBattery(String name) {
      return battery.isEmpty() || battery.get().equals(name);
    }

    /// Whether one more may be sent.
    boolean hasRoom() {
      cut |= sent == MOST;
      return !cut;
    }

    /// There is more, but not now.
    void cut() {
      cut = true;
    }

    /// @return whether to go on
    boolean isSent(String name, byte[] json) throws InterruptedException {
      do {
        TimeUnit.NANOSECONDS.sleep(gap.toNanos());
      } while (liveWaits.getAsBoolean());
      refused = !publisher.publish(name, json);
      sent += refused ? 0 : 1;
      return !refused;
    }
  }

  private final class PassOfTimes extends Pass {

    private final Times times;
    private Optional<Instant> rest = Optional.empty();

    PassOfTimes(Publisher publisher, Optional<String> battery, Times times) {
      super(publisher, battery);
      this.times = times;
    }

    @Override
    Map<String, Object> result() {
      Map<String, Object> result = super.result();
      rest.ifPresent(time -> result.put("rest_from", time.toString()));
      return result;
    }

    @Override
    void run() throws IOException, InterruptedException {
      long last = log.lastSeq();
      long first = last == 0 ? 1 : firstOf(times.from().minus(JUMP), last);
      log.read(first, last, (_, json) -> isToGoOn(json));
    }

    private boolean isToGoOn(byte[] json) throws InterruptedException {
      Optional<Known> known = Known.of(json);
      if (stopped || known.isEmpty()) {
        return !stopped;
      }
      Instant time = known.get().time();
      String name = known.get().battery();
      boolean meant = batteries.contains(name) && isOfBattery(name);
      if (time.isBefore(times.from()) || !time.isBefore(times.to()) || !meant) {
        return time.isBefore(times.to().plus(JUMP));
      }
      if (!hasRoom()) {
        rest = Optional.of(time);
        return false;
      }
      return isSent(name, json);
    }
  }

  /// Of all batteries that the journal knows, also those that are not read any more: who asks by
  /// number has seen that something is missing, and not of which battery.
  private final class PassOfNumbers extends Pass {

    private final Numbers numbers;
    private final long last = log.lastSeq();
    private final List<List<Long>> missing = new ArrayList<>();

    /// Whether nothing ended the reading before its end.
    private boolean complete = true;

    /// What is below is sent, or known to be missing.
    private long reached;

    PassOfNumbers(Publisher publisher, Optional<String> battery, Numbers numbers) {
      super(publisher, battery);
      this.numbers = numbers;
      this.reached = numbers.from();
    }

    @Override
    Map<String, Object> result() {
      Map<String, Object> result = super.result();
      if ("cut".equals(result.get("state"))) {
        result.put("rest_from_seq", reached);
      }
      log.name().ifPresent(name -> result.put("journal", name));
      result.put("last", last);
      result.put("missing", missing);
      return result;
    }

    @Override
    void run() throws IOException, InterruptedException {
      long to = Math.min(numbers.to(), last);
      log.read(
          numbers.from(),
          to,
          (seq, json) -> {
            complete = isToGoOn(seq, json);
            return complete;
          });
      if (complete && reached <= to) {
        note(to);
      }
    }

    /// A line that names no battery is as one that is missing: it cannot be sent.
    private boolean isToGoOn(long seq, byte[] json) throws InterruptedException {
      Optional<String> name = battery(json);
      if (stopped || name.isEmpty()) {
        return !stopped;
      }
      boolean meant = isOfBattery(name.get());
      if (missing.size() == MOST_MISSING || (meant && !hasRoom())) {
        cut();
        return false;
      }
      if (seq > reached) {
        note(seq - 1);
      }
      boolean goesOn = !meant || isSent(name.get(), json);
      reached = goesOn ? seq + 1 : seq;
      return goesOn;
    }

    private static Optional<String> battery(byte[] json) {
      try {
        return JsonObject.parseOnly(NEEDED, json, 0, json.length)
            .text("battery")
            // A topic must not be made of anything else, whatever somebody wrote into the journal.
            .filter(BatteryName::isValid);
      } catch (JsonException e) {
        return Optional.empty();
      }
    }

    private void note(long to) {
      missing.add(List.of(reached, to));
      reached = to + 1;
    }
  }

  /// A number not far below that of the first sample from a time on, found by halving: numbers grow
  /// with time, but for jumps of the clock.
  private long firstOf(Instant time, long last) throws IOException, InterruptedException {
    long low = 1;
    long high = last;
    while (high - low > NEAR) {
      long middle = low + (high - low) / 2;
      AtomicLong seq = new AtomicLong(high);
      AtomicReference<Optional<Known>> found = new AtomicReference<>(Optional.empty());
      log.read(
          middle,
          high,
          (number, json) -> {
            seq.set(number);
            found.set(Known.of(json));
            return found.get().isEmpty();
          });
      if (found.get().filter(known -> known.time().isBefore(time)).isPresent()) {
        low = seq.get();
      } else {
        high = middle;
      }
    }
    return low;
  }
}
