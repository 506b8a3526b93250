package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.settings.WebConfig;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebSettingsTest {

  private static String with(String web) {
    return "batteries:\n  - {name: a, address: 'sim:'}\nweb: " + web + "\n";
  }

  @Test
  void pageIsOffUntilItIsAskedFor() throws ConfigurationException {
    assertThat(Texts.read(with("").replaceFirst("web: \n", "")).web()).isEmpty();
    assertThat(Texts.read(with("{}")).web())
        .contains(new WebConfig("127.0.0.1", 8080, Optional.empty(), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:80", "'[::]:8080'", "van.local:8080", "192.168.1.5:8080"})
  void whatOthersReachNeedsAPasswordOrTheWordOpen(String listen) throws ConfigurationException {
    assertThat(Texts.problemsIn(with("{listen: " + listen + "}")))
        .singleElement()
        .asString()
        .startsWith("3: web.listen: others on the network reach ")
        .endsWith("add password_file, or open: true to let all of them look");
    assertThat(Texts.read(with("{listen: " + listen + ", open: true}")).web()).isPresent();
    assertThat(Texts.read(with("{listen: " + listen + ", password: x}")).web()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:80", "localhost:8080", "'[::1]:8080'", "127.1.2.3:1"})
  void whatOnlyThisMachineReachesNeedsNone(String listen) throws ConfigurationException {
    assertThat(Texts.read(with("{listen: " + listen + "}")).web()).isPresent();
  }

  @Test
  void wrongValuesAreSaid() {
    assertThat(Texts.problemsIn(with("{listen: 8080}")))
        .singleElement()
        .asString()
        .contains("expected an address of this machine with a port");
    assertThat(Texts.problemsIn(with("{listen: '127.0.0.1:99999'}")))
        .singleElement()
        .asString()
        .contains("is not from 1 to 65535");
    assertThat(Texts.problemsIn(with("{password: x, open: true}")))
        .singleElement()
        .asString()
        .contains("there is a password too");
  }
}
