package cellwarden.transport.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.transport.BleAddress;
import cellwarden.transport.ble.Advertisement.AddressType;
import org.junit.jupiter.api.Test;

final class KnownPeerTest {

  @Test
  void takesAnAddressForRandomWhereItsTopBitsAllowIt() {
    assertThat(peer("BF:00:00:00:00:01").address().type()).isEqualTo(AddressType.PUBLIC);
    assertThat(peer("C0:00:00:00:00:01").address().type()).isEqualTo(AddressType.RANDOM);
  }

  @Test
  void keepsTheTypeThatWorked() {
    KnownPeer peer = peer("A4:C1:38:00:11:22");
    peer.notReached(AddressType.PUBLIC);
    peer.reached(AddressType.RANDOM);
    peer.notReached(AddressType.RANDOM);

    assertThat(peer.address().type()).isEqualTo(AddressType.RANDOM);
  }

  @Test
  void countsTwoFailuresAtOnceAsOne() {
    KnownPeer peer = peer("A4:C1:38:00:11:22");
    peer.notReached(AddressType.PUBLIC);
    peer.notReached(AddressType.PUBLIC);

    assertThat(peer.address().type()).isEqualTo(AddressType.RANDOM);
  }

  private static KnownPeer peer(String mac) {
    return new KnownPeer(BleAddress.of(mac));
  }
}
