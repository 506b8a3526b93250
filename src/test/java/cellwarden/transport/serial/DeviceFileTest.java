package cellwarden.transport.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.transport.SerialAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.TransportException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeviceFileTest {

  @TempDir private Path root;

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectories(root.resolve("dev/serial/by-id"));
    Files.createDirectories(root.resolve("run/lock"));
    Files.createDirectories(root.resolve("proc/512/fd"));
    Files.writeString(root.resolve("proc/512/comm"), "gpsd\n");
  }

  @Test
  void namesTheAdaptersThatThereAre() throws IOException {
    Path there = Files.createFile(root.resolve("dev/serial/by-id/usb-FTDI-if00"));

    TransportException e = missing(root + "/dev/ttyUSB7");

    assertThat(e).hasMessageEndingWith(": there is no " + root + "/dev/ttyUSB7, only " + there);
    assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(e.advice()).hasValue("correct the path, or plug the adapter in");
  }

  @Test
  void saysWhereToLookWhenNoAdapterIsThere() {
    assertThat(missing("/dev/ttyUSB99").advice())
        .hasValue(
            "plug the adapter in, and see in 'journalctl -k' whether its driver takes it"
                + " (docs/how-to/serial-and-tcp-bridges.md)");
  }

  @Test
  void namesTheGroupThatMayOpenThePort() {
    String user = System.getProperty("user.name");
    TransportException e =
        file("/dev/ttyUSB0", false).denied(Path.of("/dev/ttyUSB0"), "dialout", true);

    assertThat(e)
        .hasMessage(
            "serial:/dev/ttyUSB0?baud=9600: the user %s may not open /dev/ttyUSB0, which is for the group dialout"
                .formatted(user));
    assertThat(e.kind()).isEqualTo(Kind.DENIED);
    assertThat(e.advice())
        .hasValue(
            "add it with 'sudo usermod -aG dialout %s', then log in again or restart the service"
                .formatted(user));
  }

  @Test
  void sendsNobodyToTheGroupOfRoot() {
    TransportException e =
        catchThrowableOfType(TransportException.class, () -> file("/dev/null", false).find());

    assertThat(e).hasMessageEndingWith("may not open /dev/null, which is for the group root");
    assertThat(e.advice().orElseThrow()).contains("udev rule");
  }

  @Test
  void namesTheProgramThatHasThePortOpen() throws IOException {
    Files.createSymbolicLink(root.resolve("proc/512/fd/7"), Path.of("/dev/ttyUSB0"));

    TransportException e = refused(16);

    assertThat(e).hasMessageEndingWith(": the port is in use by gpsd (process 512)");
    assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(e.advice())
        .hasValue("take the port from it in /etc/default/gpsd (DEVICES, USBAUTO)");
  }

  @Test
  void namesTheProgramThatHasLockedThePort() throws IOException {
    Files.writeString(root.resolve("run/lock/LCK..ttyUSB0"), "       512\n");
    Files.writeString(root.resolve("proc/512/comm"), "ModemManager\n");

    TransportException e = refused(11);

    assertThat(e).hasMessageEndingWith(": the port is in use by ModemManager (process 512)");
    assertThat(e.advice().orElseThrow()).contains("systemctl disable --now ModemManager");
  }

  @Test
  void saysHowToFindTheProgramThatCannotBeSeen() {
    TransportException e = refused(16);

    assertThat(e).hasMessageEndingWith(": the port is in use by another program");
    assertThat(e.advice()).hasValue("see which with 'sudo fuser -v /dev/ttyUSB0' and end it");
  }

  @ParameterizedTest
  @CsvSource({
    "1, DENIED, the system keeps /dev/ttyUSB0 from this process",
    "2, NOT_FOUND, there is no /dev/ttyUSB0",
    "5, UNREACHABLE, the port does not open (error 5)",
    "22, UNREACHABLE, the port does not take 9600 baud",
    "25, NOT_FOUND, /dev/ttyUSB0 is no serial port"
  })
  void saysWhatTheSystemsErrorMeans(int error, Kind kind, String words) {
    assertThat(refused(error))
        .hasMessage("serial:/dev/ttyUSB0?baud=9600: " + words)
        .isInstanceOfSatisfying(
            TransportException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private TransportException missing(String device) {
    return catchThrowableOfType(TransportException.class, () -> file(device, true).find());
  }

  private TransportException refused(int error) {
    return file("/dev/ttyUSB0", true)
        .refused(Path.of("/dev/ttyUSB0"), new SerialLine.RefusedException(error));
  }

  private DeviceFile file(String device, boolean mayOpen) {
    return new DeviceFile(new SerialAddress(device, 9600, false), root, _ -> mayOpen);
  }
}
