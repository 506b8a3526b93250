package cellwarden.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import cellwarden.testing.Answers;
import cellwarden.testing.Reply;
import cellwarden.transport.tty.PtyPeer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SerialWalkTest {

  @TempDir private Path folder;

  @Test
  void walksFromTheDeviceFileToTheRegisters() throws Exception {
    try (PtyPeer peer = PtyPeer.answering(Answers::to)) {
      Path link = Files.createSymbolicLink(folder.resolve("usb-FTDI-if00"), peer.path());
      Cli.Result result = Cli.run("doctor", "serial:" + link);

      assertThat(result.out())
          .contains(
              "  ✓ device         " + link + " is " + peer.path() + "\n",
              "  ✓ rights         this user may open it\n",
              "  ✓ in use         by no program that this user can see\n",
              "  ✓ connect        in ",
              "  ✓ first frame    13.31 V, -4.52 A, 87 %\n",
              "  ! registers      03, 04, 05 answered");
      assertThat(result.status()).isZero();
    }
  }

  @Test
  void namesTheAdapterThatIsMissing() {
    assertThat(Cli.run("doctor", "serial:/dev/ttyUSB99").out())
        .contains(
            "  ✗ device         serial:/dev/ttyUSB99?baud=9600: there is no /dev/ttyUSB99",
            "\n  journalctl -k\n")
        .doesNotContain("connect");
  }

  @Test
  void notesAProgramThatHasThePortOpenToo() throws Exception {
    try (PtyPeer peer = PtyPeer.answering(Answers::to)) {
      Process other =
          new ProcessBuilder(
                  "sh", "-c", "exec 3<>\"$0\"; echo; exec sleep 1000", peer.path().toString())
              .start();
      try {
        assertThat(other.getInputStream().read()).isEqualTo('\n');
        assertThat(Cli.run("doctor", "serial:" + peer.path()).out())
            .containsPattern("  ! in use         (sh|sleep) \\(process [0-9]+\\) has it open, too");
      } finally {
        other.destroyForcibly().waitFor();
      }
    }
  }

  /// A receiver for satellites talks by itself, a modem says back what it hears.
  @Test
  void devicesThatAreNoBmsAreSaidToBe() throws Exception {
    assertThat(
            walk(_ ->
                Reply.of(
                    "$GPGGA,120000,,,,,0,00,,,M,,M,,*52\r\n".getBytes(StandardCharsets.US_ASCII))))
        .contains("  ✗ first frame    register 03: no valid frame in ", "(none begins with DD)");
    assertThat(walk(_ -> Reply.silence())).contains("  ✗ first frame    register 03: no answer");
  }

  private static String walk(Function<String, Reply> answers) throws Exception {
    try (PtyPeer peer = PtyPeer.answering(answers)) {
      return Cli.run("doctor", "serial:" + peer.path()).out();
    }
  }
}
