package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.protocol.Payload;
import cellwarden.protocol.PayloadReader;
import cellwarden.protocol.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The reference page prints the tables of the code.
class ProtocolDocsTest {

  private static final Path PAGE = Path.of("docs/reference/protocol.md");

  @Test
  void listsEveryConfigurationRegister() throws IOException {
    String page = Files.readString(PAGE);
    for (ConfigurationRegister register : ConfigurationRegister.TABLE) {
      if (!isInARange(register)) {
        assertThat(page).contains("`" + register.name() + "` | " + unit(register) + " | ");
      }
    }
  }

  /// The calibrations of the cells and of the probes are one row each.
  private static boolean isInARange(ConfigurationRegister register) {
    return register.number() >= 0xB0 && register.number() <= 0xD7;
  }

  private static String unit(ConfigurationRegister register) {
    return switch (register.reader().apply(new PayloadReader(Payload.of(new byte[2])))) {
      case ConfigurationValue.Amount amount -> amount.unit().symbol();
      case ConfigurationValue.Count _ -> "";
      case ConfigurationValue.BytePair _ -> "two bytes";
      case ConfigurationValue.Day _ -> "date";
    };
  }

  @Test
  void listsEveryStatus() throws IOException {
    String page = Files.readString(PAGE);
    for (int status :
        List.of(
            Status.OK,
            Status.UNKNOWN_REGISTER,
            Status.NOT_ALLOWED,
            Status.CHECKSUM_ERROR,
            Status.PASSWORD_FAILED)) {
      assertThat(page)
          .contains(String.format(Locale.ROOT, "| %02X | %s |", status, Status.describe(status)));
    }
  }
}
