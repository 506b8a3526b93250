package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.battery.Fault;
import cellwarden.settings.BoardPassword;
import cellwarden.settings.Secret;
import cellwarden.testing.Batteries;
import cellwarden.testing.FakeTime;
import cellwarden.testing.ScriptedTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RefusedPasswordsTest {

  private static final BoardPassword WRONG = full("123456", "A4:C1:38:00:11:22");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("bms_data.passwords");
  }

  @Test
  void remembersOverARestart() {
    RefusedPasswords.in(file).add("left", WRONG);
    RefusedPasswords.in(file).add("right", new BoardPassword.Pin(new Secret("000000")));

    RefusedPasswords after = RefusedPasswords.in(file);

    assertThat(after.holds("left", WRONG)).isTrue();
    assertThat(after.holds("right", new BoardPassword.Pin(new Secret("000000")))).isTrue();
  }

  /// Another password, another mode, another board or another battery.
  @Test
  void forgetsWhenTheConfigurationChanges() {
    RefusedPasswords refused = RefusedPasswords.in(file);
    refused.add("left", WRONG);

    assertThat(refused.holds("left", full("123457", "A4:C1:38:00:11:22"))).isFalse();
    assertThat(refused.holds("left", full("123456", "A4:C1:38:00:11:23"))).isFalse();
    assertThat(refused.holds("left", new BoardPassword.Pin(new Secret("123456")))).isFalse();
    assertThat(refused.holds("right", WRONG)).isFalse();
  }

  @Test
  void holdsNoPasswordAndLetsNobodyElseRead() throws IOException {
    RefusedPasswords.in(file).add("left", WRONG);

    assertThat(Files.readString(file)).matches("left [0-9a-f]{32} [0-9a-f]{64}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void goesOnWithAFileThatIsDamagedOrCannotBeWritten() throws IOException {
    Files.writeString(file, "left\nright 0 1\n\0\0\0");
    assertThat(RefusedPasswords.in(file).holds("left", WRONG)).isFalse();

    RefusedPasswords nowhere = RefusedPasswords.in(folder.resolve("missing/bms_data.passwords"));
    nowhere.add("left", WRONG);
    assertThat(nowhere.holds("left", WRONG)).isTrue();
  }

  /// A service that systemd starts again and again.
  @Test
  void doesNotConnectAfterARestart() {
    RefusedPasswords.in(file).add("myBattery", WRONG);
    FakeTime time = new FakeTime();
    ScriptedTransport transport = new ScriptedTransport(time);
    BatteryReader reader =
        new BatteryReader(
            Batteries.guarded(Batteries.named("myBattery"), WRONG),
            transport,
            RefusedPasswords.in(file),
            time,
            new Random(1));

    Fault fault = catchThrowableOfType(PollException.class, reader::read).fault();

    assertThat(fault.sentence())
        .isEqualTo(
            "the board has refused this password, which is not tried again, since boards lock;"
                + " correct password and password_mode of this battery, or remove "
                + file
                + " if the board has this password now");
    assertThat(transport.connects()).isZero();
  }

  private static BoardPassword full(String password, String mac) {
    return new BoardPassword.Full(new Secret(password), mac);
  }
}
