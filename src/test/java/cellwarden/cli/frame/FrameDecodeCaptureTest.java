package cellwarden.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import cellwarden.testing.PhoneLog;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameDecodeCaptureTest {

  private static final String AT = "2026-11-22T14:00:00.060Z ";
  private static final String ANSWER = "dd0400040d000cfffee477";
  private static final String NOTHING = "{\"frames\":[],\"skipped\":[]}";
  private static final String REQUEST =
      "{\"frames\":[{\"request\":{\"op\":\"read\",\"register\":4,\"data\":\"\"}}],\"skipped\":[]}";

  private static final String CELLS =
      "{\"frames\":[{\"register\":4,\"status\":0,\"payload\":\"0d000cff\",\"values\":{\"cells\":[3.328,3.327],"
          + "\"cell_min\":3.327,\"cell_max\":3.328,\"cell_delta\":0.001}}],\"skipped\":[]}";

  @Test
  void fragmentsOfACaptureGoOnFromLineToLine() {
    assertThat(
            decode(
                AT + "= connected",
                AT + "> dda50400fffc77",
                AT + "< dd0400040d000c",
                AT + "< fffee477",
                AT + "= closed"))
        .containsExactly(NOTHING, REQUEST, NOTHING, CELLS, NOTHING);
  }

  /// A request between two halves of an answer belongs to the other direction.
  @Test
  void directionsDoNotMix() {
    assertThat(decode(AT + "< dd0400040d000c", AT + "> dda50400fffc77", AT + "< fffee477"))
        .containsExactly(NOTHING, REQUEST, CELLS);
  }

  @Test
  void whatDoesNotGoOnIsSaidWithTheLastLine() {
    String truncated = "{\"frames\":[],\"skipped\":[{\"bytes\":7,\"reason\":\"truncated\"}]}";
    assertThat(decode(AT + "< dd0400040d000c")).containsExactly(truncated);
    assertThat(decode(AT + "< dd0400040d000c", ANSWER)).containsExactly(truncated, CELLS);
    assertThat(decode(AT + "< dd0400040d000c", AT + "= lost", AT + "= connected"))
        .containsExactly(NOTHING, truncated, NOTHING);
  }

  @Test
  void requestOfACaptureIsNoEcho() {
    Cli.Result result = Cli.runWithInput(AT + "> dda50400fffc77\n", "frame", "decode");
    assertThat(result.out()).isEqualTo("line 1: request to read register 04, data ''\n");
  }

  @Test
  void tornLineOfACaptureIsNotHex() {
    Cli.Result result = Cli.runWithInput(AT + "< dd04\n" + AT + "< dd0\n", "frame", "decode");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("line 2 of the input is not hexadecimal");
  }

  @Test
  void readsTheLogOfAPhone() {
    byte[] log =
        new PhoneLog(1002)
            .write(0x40, 0x15, "dda50400fffc77")
            .notify(0x40, 0x12, "dd0400040d000c")
            .notify(0x40, 0x12, "fffee477")
            .bytes();

    Cli.Result result = Cli.runWithBytes(log, "frame", "decode", "--json");

    assertThat(result.status()).isZero();
    assertThat(result.out().lines()).containsExactly(REQUEST, NOTHING, CELLS);
  }

  @Test
  void decodesATornLogAsFarAsItGoes() {
    byte[] log = new PhoneLog(1002).notify(0x40, 0x12, ANSWER).notify(0x40, 0x12, ANSWER).bytes();
    Cli.Result result =
        Cli.runWithBytes(Arrays.copyOf(log, log.length - 3), "frame", "decode", "--json");
    assertThat(result)
        .isEqualTo(
            new Cli.Result(
                2,
                CELLS + "\n",
                "cellwarden: the btsnoop log ends within a packet; what came before it was decoded.\n"));
  }

  private static List<String> decode(String... lines) {
    Cli.Result result =
        Cli.runWithInput(String.join("\n", lines) + "\n", "frame", "decode", "--json");
    assertThat(result.status()).isZero();
    return result.out().lines().toList();
  }
}
