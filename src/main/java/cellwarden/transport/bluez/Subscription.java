package cellwarden.transport.bluez;

import cellwarden.transport.ble.Deadline;
import java.time.Duration;

/// This program's wish for the notifications of one characteristic.
///
/// bluetoothd keeps it beyond the end of the link, until it is taken back or the program leaves the
/// bus. As long as it stands, bluetoothd signals each value twice when another program subscribes,
/// too. So it is taken back whatever became of it: also where the answer to it never came, and
/// where the link is gone.
final class Subscription {

  private final Link link;
  private final GattCharacteristic1 characteristic;

  /// A bluetoothd that was started since then knows nothing of it.
  private final long era;

  private boolean wanted;

  Subscription(Link link, String path) {
    this.link = link;
    this.characteristic = new GattCharacteristic1(link.session().bus(), path);
    this.era = link.session().tree().era();
  }

  /// What comes goes to the link's inbox.
  void start(Deadline deadline) throws BusException, InterruptedException {
    link.session().tree().watch(characteristic.path(), link.inbox());
    wanted = true;
    characteristic.startNotify().await(deadline);
  }

  /// Takes the wish back.
  ///
  /// @param patience with the answer, which an interrupt does not end; the order itself is given in
  ///   any case
  void stop(Duration patience) {
    link.session().tree().unwatch(characteristic.path(), link.inbox());
    if (wanted && link.session().tree().era() == era) {
      wanted = false;
      Patiently.run(() -> takeBack(Deadline.in(patience)));
    }
  }

  private void takeBack(Deadline deadline) throws InterruptedException {
    try {
      characteristic.stopNotify().isAnsweredBy(deadline);
    } catch (BusException e) {
      // With the bus the wish is gone.
    }
  }
}
