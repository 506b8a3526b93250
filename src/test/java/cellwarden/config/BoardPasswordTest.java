package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.settings.BoardPassword;
import cellwarden.settings.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The password of a battery: where it stands, how it is given, and what is said where it cannot
/// be.
final class BoardPasswordTest {

  private static final Map<String, String> ENVIRONMENT = Map.of("BATTERY_PASSWORD", "aB3456");

  @TempDir private Path folder;

  @Test
  void isGivenAsThePhoneAppDoesUnlessSaidOtherwise() throws Exception {
    assertThat(read("ble:a4:c1:38:00:11:22", "password: 012345"))
        .contains(new BoardPassword.Full(new Secret("012345"), "A4:C1:38:00:11:22"));
    assertThat(read("ble:A4:C1:38:00:11:22", "password: '${BATTERY_PASSWORD}', password_mode: pin"))
        .contains(new BoardPassword.Pin(new Secret("aB3456")));
    assertThat(read("tcp:192.168.1.7:8899", "password: 000000, password_mode: pin"))
        .contains(new BoardPassword.Pin(new Secret("000000")));
    assertThat(read("tcp:192.168.1.7:8899", "password: 000000, mac: 'a4:c1:38:00:11:22'"))
        .contains(new BoardPassword.Full(new Secret("000000"), "A4:C1:38:00:11:22"));
    assertThat(read("ble:A4:C1:38:00:11:22", "password: 123456, password_mode: none")).isEmpty();
    assertThat(read("ble:A4:C1:38:00:11:22", "password_mode: none")).isEmpty();
    assertThat(read("ble:A4:C1:38:00:11:22", "interval: 10s")).isEmpty();
  }

  @Test
  void standsInAFile() throws Exception {
    Path file = folder.resolve("secret");
    Files.writeString(file, "123456\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThat(read("ble:A4:C1:38:00:11:22", "password_file: secret"))
        .contains(new BoardPassword.Full(new Secret("123456"), "A4:C1:38:00:11:22"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ble:A4:C1:38:00:11:22 | password: 12345                        | password: a board's password is six characters 0-9, a-z, A-Z, and this is something else
          ble:A4:C1:38:00:11:22 | password: 12345ä                       | password: a board's password is six characters 0-9, a-z, A-Z, and this is something else
          ble:A4:C1:38:00:11:22 | password_mode: pin                     | password_mode: needs password or password_file beside it
          ble:A4:C1:38:00:11:22 | password_mode: full                    | password_mode: needs password or password_file beside it
          ble:A4:C1:38:00:11:22 | password: 123456, password_mode: both  | password_mode: expected one of none, pin, full, found "both"
          ble:A4:C1:38:00:11:22 | password: 123456, mac: 'A4:C1:38:00:11:22' | mac: the address says it already; remove this key
          ble:A4:C1:38:00:11:22 | password: 123456, password_file: x     | password_file: password is given too; keep one of the two
          tcp:192.168.1.7:8899  | password: 123456                       | password: is scrambled with the board's Bluetooth address, which tcp:192.168.1.7:8899 does not say; add the key mac, or password_mode: pin
          tcp:192.168.1.7:8899  | password: 123456, mac: 'A4:C1'         | mac: expected six pairs of hexadecimal digits joined by colons, found "A4:C1"
          """)
  void isExplainedWhereItCannotBeGiven(String address, String keys, String problem) {
    ConfigurationException failure =
        catchThrowableOfType(ConfigurationException.class, () -> read(address, keys));

    assertThat(failure.problems()).singleElement().asString().endsWith(problem);
    assertThat(failure.problems().toString()).doesNotContain("12345");
  }

  private Optional<BoardPassword> read(String address, String keys) throws Exception {
    Path file = folder.resolve("cellwarden.yaml");
    Files.writeString(
        file, "batteries:\n  - {name: left, address: '" + address + "', " + keys + "}\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return ConfigurationFile.read(file, ENVIRONMENT, _ -> Optional.empty())
        .batteries()
        .getFirst()
        .password();
  }
}
