package cellwarden.transport.ble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class UuidsTest {

  @Test
  void shortensThoseOfTheBluetoothBase() {
    assertThat(
            Stream.of(
                    "0000FF00-0000-1000-8000-00805F9B34FB",
                    "00010203-0405-0607-0809-0a0b0c0d1912",
                    "0000zzzz-0000-1000-8000-00805f9b34fb",
                    "180a")
                .map(Uuids::shortest))
        .containsExactly(
            "ff00",
            "00010203-0405-0607-0809-0a0b0c0d1912",
            "0000zzzz-0000-1000-8000-00805f9b34fb",
            "180a");
    assertThat(Uuids.of(0xFF01)).isEqualTo("ff01");
  }
}
