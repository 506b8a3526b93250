package cellwarden.output.mqtt.bridge;

import cellwarden.battery.SampleLog;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
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
      Optional<String> battery,
      Instant from,
      Instant to,
      Runnable begun,
      Consumer<Map<String, Object>> done) {
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
            .start(() -> run(publisher, battery, from, to, done));
    return true;
  }

  private boolean isRunning() {
    return thread != null && thread.isAlive();
  }

  private void run(
      Publisher publisher,
      Optional<String> battery,
      Instant from,
      Instant to,
      Consumer<Map<String, Object>> done) {
    Pass pass = new Pass(publisher, battery, from, to);
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
                .flatMap(
                    name -> line.text("time").map(time -> new Known(name, Instant.parse(time))));
      } catch (JsonException | DateTimeException e) {
        return Optional.empty();
      }
    }
  }

  private final class Pass {

    private final Publisher publisher;
    private final Optional<String> battery;
    private final Instant from;
    private final Instant to;
    private long sent;
    private boolean refused;
    private Optional<Instant> rest = Optional.empty();

    Pass(Publisher publisher, Optional<String> battery, Instant from, Instant to) {
      this.publisher = publisher;
      this.battery = battery;
      this.from = from;
      this.to = to;
    }

    Map<String, Object> result() {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("state", stopped ? "stopped" : rest.isPresent() ? "cut" : "done");
      result.put("sent", sent);
      rest.ifPresent(time -> result.put("rest_from", time.toString()));
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

    void run() throws IOException, InterruptedException {
      long last = log.lastSeq();
      long first = last == 0 ? 1 : firstOf(from.minus(JUMP), last);
      log.read(first, last, (_, json) -> isToGoOn(json));
    }

    private boolean isToGoOn(byte[] json) throws InterruptedException {
      Optional<Known> known = Known.of(json);
      if (stopped || known.isEmpty()) {
        return !stopped;
      }
      Instant time = known.get().time();
      if (time.isBefore(from) || !time.isBefore(to) || !isMeant(known.get().battery())) {
        return time.isBefore(to.plus(JUMP));
      }
      if (sent == MOST) {
        rest = Optional.of(time);
        return false;
      }
      do {
        TimeUnit.NANOSECONDS.sleep(gap.toNanos());
      } while (liveWaits.getAsBoolean());
      refused = !publisher.publish(known.get().battery(), json);
      sent += refused ? 0 : 1;
      return !refused;
    }

    private boolean isMeant(String name) {
      return batteries.contains(name) && (battery.isEmpty() || battery.get().equals(name));
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
