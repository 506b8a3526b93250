package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.protocol.Frames;
import cellwarden.protocol.MalformedPayloadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HardwareVersionTest {

  @Test
  void decodesWorkedExample() throws MalformedPayloadException {
    assertThat(Frames.decode(Frames.HARDWARE_VERSION)).isEqualTo(new HardwareVersion("SP04S"));
  }

  /// A NUL ends the text, blanks around it do not count, and an empty answer is an empty text.
  @ParameterizedTest
  @CsvSource({"4a42 00 5858, JB", "20 4a 20 42 2020 00, J B", "00, ''", "'', ''", "4aff, J\uFFFD"})
  void cutsAtNulAndTrims(String hex, String text) throws MalformedPayloadException {
    assertThat(HardwareVersion.REGISTER.decode(Frames.payload(hex)).text()).isEqualTo(text);
  }
}
