package cellwarden.transport.bluez;

import java.time.Duration;

/// How long single steps may take.
///
/// @param call a question to bluetoothd that it answers by itself, without the radio
/// @param write handing over bytes to the battery
/// @param scan one discovery; several short ones hear devices that a long one misses
/// @param turn how long one battery may keep the adapter while others wait for it
/// @param firstLook how long a signal is waited for before bluetoothd is asked, since it forgets
///   some
/// @param look the same from then on
/// @param leaving how long a link that somebody just gave up is waited for: bluetoothd ends a link
///   two seconds after it was told to
/// @param hangUp the end of a link
/// @param parting getting the order to end a link off, where nobody has time to wait for the end
record Timing(
    Duration call,
    Duration write,
    Duration scan,
    Duration turn,
    Duration firstLook,
    Duration look,
    Duration leaving,
    Duration hangUp,
    Duration parting) {

  static final Timing USUAL =
      new Timing(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          Duration.ofMillis(300));
}
