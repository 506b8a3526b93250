package cellwarden.transport.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.transport.ble.Advertisement.AddressType;
import org.junit.jupiter.api.Test;

final class KnownPeerTest {

  @Test
  void takesAnAddressForRandomWhereItsTopBitsAllowIt() {
    assertThat(new KnownPeer("BF:00:00:00:00:01").type()).isEqualTo(AddressType.PUBLIC);
    assertThat(new KnownPeer("C0:00:00:00:00:01").type()).isEqualTo(AddressType.RANDOM);
  }

  @Test
  void keepsTheTypeThatWorked() {
    KnownPeer peer = new KnownPeer("A4:C1:38:00:11:22");
    peer.notReached(AddressType.PUBLIC);
    peer.reached(AddressType.RANDOM);
    peer.notReached(AddressType.RANDOM);

    assertThat(peer.type()).isEqualTo(AddressType.RANDOM);
  }

  @Test
  void countsTwoFailuresAtOnceAsOne() {
    KnownPeer peer = new KnownPeer("A4:C1:38:00:11:22");
    peer.notReached(AddressType.PUBLIC);
    peer.notReached(AddressType.PUBLIC);

    assertThat(peer.type()).isEqualTo(AddressType.RANDOM);
  }
}
