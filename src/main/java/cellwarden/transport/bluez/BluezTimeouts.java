package cellwarden.transport.bluez;

import java.time.Duration;

/// How long single steps may take.
///
/// @param answer of bluetoothd, but for a connect: it may have to wait for the battery or for the
///   end of a link
/// @param turn how long a scan lasts, since several short ones hear devices that a long one misses;
///   and how long a battery may keep the adapter while others wait for it
/// @param firstLook how long a signal is waited for before bluetoothd is asked, since it forgets
///   some
/// @param look the same from then on
/// @param leaving how long a link that somebody just gave up is waited for: bluetoothd ends a link
///   two seconds after it was told to
/// @param parting getting the order to end a link off, where nobody has time to wait for the end
record BluezTimeouts(
    Duration answer,
    Duration turn,
    Duration firstLook,
    Duration look,
    Duration leaving,
    Duration parting) {

  static final BluezTimeouts USUAL =
      new BluezTimeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofMillis(300));
}
