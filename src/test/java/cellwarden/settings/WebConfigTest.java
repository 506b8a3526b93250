package cellwarden.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebConfigTest {

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "127.0.0.1, true",
    "127.1.2.3, true",
    "::1, true",
    "0:0:0:0:0:0:0:1, true",
    "0.0.0.0, false",
    "::, false",
    "192.168.1.7, false",
    "fe80::1, false",
    "raspberrypi, false",
    "127.0.0.1.example, false"
  })
  void onlyThisMachineReachesItsOwnAddresses(String host, boolean own) {
    assertThat(new WebConfig(host, 8080, Optional.empty(), false).isOwn()).isEqualTo(own);
  }
}
