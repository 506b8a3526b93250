package cellwarden.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.PhoneLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CaptureFileTest {

  private static final String TEXT =
      """
      2026-11-22T14:00:00.000100Z = connected
      2026-11-22T14:00:00.000200Z > dda50400fffc77
      2026-11-22T14:00:00.060Z < dd0400040d000cfffee477
      2026-11-22T14:00:00.061Z = closed
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void readsWhatItWrites() throws IOException {
    assertThat(CaptureFile.read(file(TEXT)))
        .hasSize(4)
        .extracting(CaptureLine::toString)
        .containsExactly(
            "2026-11-22T14:00:00.000100Z = connected",
            "2026-11-22T14:00:00.000200Z > dda50400fffc77",
            "2026-11-22T14:00:00.060Z < dd0400040d000cfffee477",
            "2026-11-22T14:00:00.061Z = closed");
  }

  /// Anywhere but at the end of a line.
  @Test
  void fileThatBreaksOffIsTorn() throws IOException {
    int secondLine = TEXT.indexOf('\n') + 1;
    for (int end = secondLine + 1; end < TEXT.length(); end++) {
      if (TEXT.charAt(end - 1) != '\n') {
        Path torn = file(TEXT.substring(0, end));
        assertThatThrownBy(() -> CaptureFile.read(torn))
            .as("cut at %d", end)
            .isInstanceOf(CaptureException.class)
            .hasMessageMatching(
                "is torn in line [234]; record it again, or cut the file off before that place");
      }
    }
  }

  @Test
  void lineInTheMiddleThatIsNoneIsTorn() throws IOException {
    Path torn = file(TEXT.replace("> dda5", "dda5"));
    assertThatThrownBy(() -> CaptureFile.read(torn)).hasMessageStartingWith("is torn in line 2;");
  }

  @Test
  void whatIsNoCaptureSaysHowToMakeOne() throws IOException {
    for (String text : new String[] {"", "\n", "dda50300fffd77\n", "{}\n"}) {
      Path none = file(text);
      assertThatThrownBy(() -> CaptureFile.read(none))
          .hasMessage("is no capture; record one with 'cellwarden capture BATTERY FILE'");
    }
  }

  /// It never ends, and no line of it does.
  @Test
  void readsNoMoreThanItTakesToRefuseIt() {
    assertThatThrownBy(() -> CaptureFile.read(Path.of("/dev/zero")))
        .isInstanceOf(CaptureException.class)
        .hasMessageStartingWith("is no capture; ");
  }

  @Test
  void refusesMoreThanMemoryHolds() throws IOException {
    String line = TEXT.substring(0, TEXT.indexOf('\n') + 1);
    assertThat(CaptureFile.read(file(line.repeat(CaptureException.MOST))))
        .hasSize(CaptureException.MOST);
    Path longer = file(line.repeat(CaptureException.MOST + 1));
    assertThatThrownBy(() -> CaptureFile.read(longer))
        .isInstanceOf(CaptureException.class)
        .hasMessage("holds more than 50,000 lines; keep the part that shows the battery");
  }

  @Test
  void readsLogsOfPhonesWhereTheyAreWhole() throws IOException {
    byte[] log =
        new PhoneLog(1002).notify(0x40, 0x12, "dd0400040d000cfffee477").notify(1, 2, "00").bytes();
    Path file = folder.resolve("btsnoop_hci.log");
    Files.write(file, log);
    assertThat(CaptureFile.read(file)).hasSize(1);
    Files.write(file, Arrays.copyOf(log, log.length - 1));
    assertThatThrownBy(() -> CaptureFile.read(file))
        .hasMessageStartingWith("is torn in its last packet;");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("capture.txt"), text);
  }
}
