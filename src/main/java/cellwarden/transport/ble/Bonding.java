package cellwarden.transport.ble;

import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble.BleException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bond of one battery that has a passkey: bluetoothd makes and keeps it, both stacks use it.
///
/// A battery that forgot it is paired again, and one that refuses the passkey is left alone for an
/// hour: more tries would not make it right, but what looked so may have been the radio.
///
/// Not for use by several threads at once.
final class Bonding {

  private static final Logger LOG = LoggerFactory.getLogger(Bonding.class);

  private static final Duration AFTER_REFUSAL = Duration.ofHours(1);
  private static final Duration BETWEEN_PAIRINGS = Duration.ofMinutes(1);

  /// Links over bluetoothd in a row that end before they carry anything. A bond that only one side
  /// knows looks so, and bluetoothd does not say why; so does a weak signal, but not for long. The
  /// kernel does say it.
  private static final int DROPS = 3;

  private final BleAddress battery;
  private final Passkey passkey;
  private final Bluetooth bluetooth;
  private final LongSupplier nanos;

  private boolean known;
  private boolean bonded;
  private boolean wantsNoneIsSaid;
  private boolean echoed;
  private int drops;
  private @Nullable Long pairedAt;
  private @Nullable BleException refusal;

  /// @param nanos the monotonic clock
  Bonding(BleAddress battery, Passkey passkey, Bluetooth bluetooth, LongSupplier nanos) {
    this.battery = battery;
    this.passkey = passkey;
    this.bluetooth = bluetooth;
    this.nanos = nanos;
  }

  /// Whether there is a bond that a connect can use.
  boolean isBonded() {
    return bonded;
  }

  /// Pairs, unless that is known to be unnecessary or, for a while, in vain.
  ///
  /// @param overBluez whether bluetoothd connects: where somebody had it forget the bond, it would
  ///   ask anybody's agent for the pin
  /// @param timeout of the pairing
  void beforeConnect(boolean overBluez, Duration timeout)
      throws TransportException, InterruptedException {
    if (refusal != null) {
      if (!isLongAgo(AFTER_REFUSAL)) {
        throw refusal;
      }
      refusal = null;
    }
    boolean again = echoed && isLongAgo(BETWEEN_PAIRINGS);
    if (!known || again || (overBluez && bonded)) {
      pair(again, timeout);
    }
  }

  void connected() {
    drops = 0;
  }

  /// The battery takes requests and answers none.
  ///
  /// @return whether the next connect pairs
  boolean echoed() {
    echoed = true;
    return isLongAgo(BETWEEN_PAIRINGS);
  }

  /// Pairs again where a connect failed for want of it.
  ///
  /// @return whether it did, so that another connect may succeed
  boolean isMended(BleException failure, boolean overBluez, Duration timeout)
      throws TransportException, InterruptedException {
    boolean isGone =
        switch (failure.trouble()) {
          case WANTS_PAIRING -> true;
          case DROPPED, CONNECT_FAILED -> overBluez && bonded && ++drops >= DROPS;
          default -> false;
        };
    if (!isGone || !isLongAgo(BETWEEN_PAIRINGS)) {
      return false;
    }
    LOG.info("{}: pairs again, since the bond is not valid any more", battery);
    pair(true, timeout);
    return true;
  }

  private boolean isLongAgo(Duration time) {
    return pairedAt == null || nanos.getAsLong() - pairedAt >= time.toNanos();
  }

  /// @param again whether a bond that is there is none
  private void pair(boolean again, Duration timeout)
      throws TransportException, InterruptedException {
    if (again) {
      pairedAt = nanos.getAsLong();
    }
    try {
      bonded = bluetooth.bluez().pair(battery, passkey, again, timeout);
      known = true;
      if (again) {
        echoed = false;
        drops = 0;
      }
    } catch (BleException e) {
      if (e.trouble() == BleTrouble.WRONG_PIN) {
        pairedAt = nanos.getAsLong();
        refusal = e;
        known = false;
      }
      throw e;
    }
    if (!bonded && !wantsNoneIsSaid) {
      wantsNoneIsSaid = true;
      LOG.warn(
          "{}: asked for no pin, so it is read without one; remove pin from the configuration",
          battery);
    }
  }
}
