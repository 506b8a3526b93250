package cellwarden.transport.ble.recovery;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AdapterCheck.AdapterState;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import cellwarden.transport.ble.Bluetooth;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Climbs the [Ladder] for all Bluetooth batteries of the program. Each failed connect may be
/// followed by one rung, in the thread that connected; one thread at a time.
public final class AdapterRecovery implements AutoCloseable {

  /// What stands for the adapter where this machine has none.
  private static final String NO_ADAPTER = "no adapter";

  /// Of an adapter that is switched off and on while the program ends.
  private static final Duration LONGEST_END = Duration.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(AdapterRecovery.class);

  private final RecoveryActions actions;
  private final boolean touchesAdapters;
  private final Consumer<Done> listener;
  private final LongSupplier nanos;
  private final Ladder ladder = new Ladder();
  private final Map<String, BleAddress> batteries = new LinkedHashMap<>();

  /// The adapter that was last meant by what an address says of it.
  private final Map<String, String> known = new HashMap<>();

  private final ReentrantLock acting = new ReentrantLock();
  private final Map<String, String> said = new HashMap<>();
  private final Set<Rung> refused = EnumSet.noneOf(Rung.class);

  /// A rung that was tried.
  ///
  /// @param adapter that it was done to, such as `hci0`; empty where it was one battery
  /// @param batteries names of those it concerns
  /// @param outcome `done`, or why it could not be done
  public record Done(Rung rung, Optional<String> adapter, Set<String> batteries, String outcome) {}

  /// @param touchesAdapters false where only what is remembered of batteries may be forgotten
  /// @param listener takes each rung that was tried
  public AdapterRecovery(Bluetooth bluetooth, boolean touchesAdapters, Consumer<Done> listener) {
    this(new BluetoothActions(bluetooth), touchesAdapters, listener, System::nanoTime);
  }

  AdapterRecovery(
      RecoveryActions actions,
      boolean touchesAdapters,
      Consumer<Done> listener,
      LongSupplier nanos) {
    this.actions = actions;
    this.touchesAdapters = touchesAdapters;
    this.listener = listener;
    this.nanos = nanos;
  }

  /// The same way to a battery, whose connects are watched from now on.
  public Transport watched(String battery, BleAddress address, Transport transport) {
    synchronized (ladder) {
      batteries.put(battery, address);
      ladder.knows(battery, nanos.getAsLong());
    }
    return new Transport() {
      @Override
      public Connection connect(Duration timeout) throws TransportException, InterruptedException {
        try {
          Connection connection = transport.connect(timeout);
          reached(battery);
          return connection;
        } catch (BleException e) {
          failed(battery, e.trouble());
          throw e;
        }
      }

      @Override
      public boolean pairsAgain() {
        return transport.pairsAgain();
      }

      @Override
      public Map<String, Integer> recoveries() {
        synchronized (ladder) {
          return ladder.counts(battery);
        }
      }
    };
  }

  private BleAddress address(String battery) {
    return Objects.requireNonNull(batteries.get(battery), battery);
  }

  private void reached(String battery) {
    synchronized (ladder) {
      String wished = address(battery).adapter().orElse("");
      ladder.reached(battery, known.getOrDefault(wished, wished), nanos.getAsLong());
    }
  }

  private void failed(String battery, BleTrouble trouble) throws InterruptedException {
    synchronized (ladder) {
      ladder.failed(battery, trouble, nanos.getAsLong());
    }
    if (acting.tryLock()) {
      try {
        forget(battery);
        if (touchesAdapters && !Rung.against(trouble).isEmpty()) {
          helpAdapter(battery, trouble);
        }
      } finally {
        acting.unlock();
      }
    }
  }

  private void forget(String battery) throws InterruptedException {
    synchronized (ladder) {
      if (!ladder.isToForget(battery, nanos.getAsLong())) {
        return;
      }
    }
    boolean forgot = actions.forget(address(battery));
    synchronized (ladder) {
      ladder.forgot(battery, forgot, nanos.getAsLong());
    }
    if (forgot) {
      tell(new Done(Rung.REDISCOVER, Optional.empty(), Set.of(battery), "done"));
    }
  }

  private void helpAdapter(String battery, BleTrouble trouble) throws InterruptedException {
    synchronized (ladder) {
      if (!ladder.failsForLong(battery, nanos.getAsLong())) {
        return;
      }
    }
    List<? extends AdapterState> all = actions.adapters();
    String adapter = target(address(battery), all);
    Set<String> own;
    synchronized (ladder) {
      batteries
          .values()
          .forEach(address -> known.put(address.adapter().orElse(""), target(address, all)));
      own =
          batteries.entrySet().stream()
              .filter(other -> target(other.getValue(), all).equals(adapter))
              .map(Map.Entry::getKey)
              .collect(Collectors.toUnmodifiableSet());
      if (!ladder.isSuspect(adapter, own, nanos.getAsLong())) {
        return;
      }
    }
    Optional<String> reason = reasonToSpare(adapter, own, trouble);
    Optional<Rung> rung = reason.isPresent() ? Optional.empty() : next(adapter, trouble);
    if (rung.isEmpty()) {
      reason.ifPresent(words ->
          sayOnce(
              adapter, adapter + ": no battery answers, but the adapter is left alone: " + words));
      synchronized (ladder) {
        ladder.spared(adapter, nanos.getAsLong());
      }
      return;
    }
    String outcome = outcome(rung.get(), adapter);
    synchronized (ladder) {
      ladder.done(rung.get(), adapter, own, nanos.getAsLong());
    }
    tell(new Done(rung.get(), Optional.of(adapter), own, outcome));
  }

  /// Why an adapter is left alone although no battery is reached over it.
  private Optional<String> reasonToSpare(String adapter, Set<String> own, BleTrouble trouble)
      throws InterruptedException {
    Set<String> macs = own.stream().map(name -> address(name).mac()).collect(Collectors.toSet());
    if (trouble == BleTrouble.NO_ADAPTER || trouble == BleTrouble.NO_DAEMON) {
      return Optional.empty();
    }
    Optional<String> use = actions.use(adapter, macs);
    if (use.isPresent() || !Rung.mayBeTheBattery(trouble)) {
      return use;
    }
    Set<String> heard = actions.heard(adapter);
    return heard.isEmpty() || heard.stream().anyMatch(macs::contains)
        ? Optional.empty()
        : Optional.of("it hears other devices, so it is the batteries that are away");
  }

  private Optional<Rung> next(String adapter, BleTrouble trouble) {
    Set<Rung> possible = EnumSet.allOf(Rung.class);
    possible.removeAll(refused);
    if (!actions.hasHelper()) {
      possible.removeIf(Rung::isHelpers);
      if (Rung.against(trouble).stream().anyMatch(Rung::isHelpers)) {
        sayOnce(
            "helper",
            "no battery answers, and the helper that may unblock Bluetooth, restart bluetoothd and load a driver again is not"
                + " installed; 'sudo packaging/recover/install' in Cellwarden's folder installs it");
      }
    }
    synchronized (ladder) {
      return ladder.next(adapter, trouble, possible);
    }
  }

  /// What comes of a rung.
  private String outcome(Rung rung, String adapter) throws InterruptedException {
    try {
      if (rung.isHelpers()) {
        actions.help(rung, adapter);
      } else {
        actions.powerCycle(adapter);
      }
      return "done";
    } catch (TransportException e) {
      if (e.kind() == TransportException.Kind.DENIED) {
        refused.add(rung);
      }
      return String.valueOf(e.getMessage());
    }
  }

  private void tell(Done done) {
    String target = done.adapter().orElseGet(() -> String.join(", ", done.batteries()));
    LOG.warn("{}: {}", done.rung().words().formatted(target), done.outcome());
    listener.accept(done);
  }

  private void sayOnce(String what, String words) {
    if (!words.equals(said.put(what, words))) {
      LOG.warn("{}", words);
    }
  }

  /// The adapter that an address means: as it says, else the first that is on.
  private static String target(BleAddress address, List<? extends AdapterState> all) {
    return all.stream()
        .filter(one -> one.isMeantBy(address.adapter()))
        .reduce((a, b) -> a.powered() || !b.powered() ? a : b)
        .map(AdapterState::name)
        .orElse(address.adapter().orElse(NO_ADAPTER));
  }

  /// Waits until an adapter that is just switched off is on again.
  @Override
  public void close() {
    try {
      if (acting.tryLock(LONGEST_END.toNanos(), TimeUnit.NANOSECONDS)) {
        acting.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
