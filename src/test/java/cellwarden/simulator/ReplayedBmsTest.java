package cellwarden.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.capture.CaptureLine;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ReplayedBmsTest {

  private static final String READ_04 = "dda50400fffc77";
  private static final String READ_05 = "dda50500fffb77";

  @Test
  void playsSlicesAndPausesAsTheyWere() {
    ReplayedBms bms =
        replaying(
            "00.000 = connected",
            "00.100 > " + READ_04,
            "00.160 < dd0400040d000c",
            "00.190 < fffee477",
            "00.200 = closed");

    assertThat(played(bms, READ_04)).containsExactly("60 ms dd0400040d000c", "90 ms fffee477");
    assertThat(played(bms, READ_04)).as("over again").hasSize(2);
  }

  @Test
  void playsWhatFollowedEqualRequestsInTurn() {
    ReplayedBms bms =
        replaying(
            "00.000 > " + READ_04,
            "01.500 > " + READ_04,
            "01.540 < dd048000ff8077",
            "02.000 > " + READ_05,
            "02.010 < 00",
            "02.020 = lost");

    assertThat(played(bms, READ_04)).as("silence").isEmpty();
    assertThat(played(bms, READ_04)).containsExactly("40 ms dd048000ff8077");
    assertThat(played(bms, READ_05)).containsExactly("10 ms 00", "20 ms hang up");
  }

  @Test
  void playsAtOnceWhatCameAfterTheClockWasSet() {
    ReplayedBms bms =
        replaying("30.000 > " + READ_04, "10.060 < dd0400040d000c", "10.090 < fffee477");

    assertThat(played(bms, READ_04)).containsExactly("0 ms dd0400040d000c", "0 ms fffee477");
  }

  /// Status 80; the sum of 80 and 00 is 80, and 10000 - 80 = FF80.
  @Test
  void refusesWhatWasNotRecorded() {
    ReplayedBms bms = replaying("00.000 > " + READ_04, "00.010 < 00");
    assertThat(played(bms, READ_05)).containsExactly("0 ms dd058000ff8077");
    assertThat(played(bms, "ffaa170017")).isEmpty();
  }

  @Test
  void takesRequestsInPieces() {
    ReplayedBms bms = replaying("00.000 > dda504", "00.005 > 00fffc77", "00.010 < 00");
    assertThat(played(bms, "dda50400")).isEmpty();
    assertThat(played(bms, "fffc77")).containsExactly("5 ms 00");
  }

  @Test
  void recordingWithoutARequestCannotBePlayed() {
    assertThatThrownBy(() -> replaying("00.000 = connected", "00.010 < 00"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("holds no request to a JBD BMS, so there is nothing to answer");
  }

  private static ReplayedBms replaying(String... lines) {
    return ReplayedBms.of(
        Stream.of(lines)
            .map(line -> "2026-11-22T14:00:" + line.replaceFirst(" ", "Z "))
            .map(line -> CaptureLine.find(line).orElseThrow())
            .toList());
  }

  private static List<String> played(ReplayedBms bms, String request) {
    return bms.receive(HexFormat.of().parseHex(request)).stream()
        .map(event -> millis(event.after()) + " " + words(event))
        .toList();
  }

  private static String millis(Duration after) {
    return after.toMillis() + " ms";
  }

  private static String words(WireQueue.Event event) {
    return switch (event) {
      case WireQueue.Fragment fragment -> fragment.bytes().hex();
      case WireQueue.HangUp _ -> "hang up";
    };
  }
}
