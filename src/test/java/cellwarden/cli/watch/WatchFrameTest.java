package cellwarden.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WatchFrameTest {

  private static final WatchView ONE = Views.view(Views.battery("myBattery", Views.SAMPLE));

  private static WatchFrame frame(int width, int height) {
    return new WatchFrame(width, height, false, ZoneOffset.UTC);
  }

  /// 87 % of 30 columns are 26.1; cell 1 is (3.328 - 3.3115) / 0.032 of its bar, which shows 32 mV
  /// around the middle of the cells.
  @Test
  void oneBatteryFillsAnOrdinaryTerminal() {
    assertThat(String.join("\n", frame(80, 24).battery(ONE, 0)))
        .isEqualTo(
            """
            myBattery                                                               14:00:02
            from http://127.0.0.1:8080
             87 % ██████████████████████████▏···  13.31 V  -4.52 A  -60.16 W out
            87.12 Ah of 100.00 Ah, empty in 19 h 16 min                         read 2 s ago

            Cells  3.326 V to 3.329 V, spread 0.003 V
             1  3.328 V  ███████████████▌··············
             2  3.327 V  ██████████████▌···············
             3  3.329 V  ████████████████▍············· max
             4  3.326 V  █████████████▋················ min
            Temperatures     21.4 °C  -7.5 °C  unknown
            FETs             charge on, discharge on, 42 cycles
            Protections      none
            Power                                        █▁  -60.00 to -10.00 W, 1 h
            State of charge                               ▁  87 to 87 %

            Events
            13:58:00  balancing started
            11-21 09:30  link lost: failures 3




            q quits\
            """);
  }

  @Test
  void smallTerminalKeepsWhatMattersMost() {
    assertThat(String.join("\n", frame(40, 12).battery(ONE, 0)))
        .isEqualTo(
            """
            myBattery                       14:00:02
            from http://127.0.0.1:8080
             87 % 13.31 V  -4.52 A  -60.16 W out
            87.12 Ah of 100.00 Ah, empty in 19 h 16
                                        read 2 s ago

            Cells  3.326 V to 3.329 V, spread 0.003
            Temperatures     21.4 °C  -7.5 °C  unkno
            FETs             charge on, discharge on
            Protections      none

            q quits\
            """);
  }

  @Test
  void tinyTerminalSaysOneLineAndHowLargeItShouldBe() {
    assertThat(frame(30, 3).battery(ONE, 0))
        .containsExactly("myBattery 87 % -60.16 W", "", "enlarge to 40 × 12");
  }

  @Test
  void allBatteriesHaveALineEach() {
    WatchView view =
        Views.view(
            Views.battery("myBattery", Views.SAMPLE),
            Views.lost("van"),
            Views.battery(
                "boat",
                Views.SAMPLE.replace("\"protections\":[]", "\"protections\":[\"short_circuit\"]")));
    assertThat(String.join("\n", frame(80, 12).overview(view, 1)))
        .isEqualTo(
            """
            3 batteries                                                             14:00:02
            from http://127.0.0.1:8080

              1 myBattery      87 %    13.31 V   -60.16 W    0.003 V            read 2 s ago
            › 2 van            87 %    13.31 V   -60.16 W    offline, STALE, read 12 min ago
              3 boat           87 %    13.31 V   -60.16 W  short_circuit        read 2 s ago

            Events
            13:59:00  van: link back: seconds 60
            13:58:00  myBattery: balancing started
            11-21 09:30  myBattery: link lost: failures 3
            ↑↓ choose   Enter opens   q quits\
            """);
  }

  @Test
  void whatIsOldOrLostIsSaid() {
    WatchView view = Views.view(Views.lost("van"));
    assertThat(frame(80, 24).battery(view, 0))
        .anyMatch(line -> line.endsWith("offline, STALE, read 12 min ago"))
        .noneMatch(line -> line.contains("empty in"))
        .contains("register 03: no answer after 3 tries in 4.5 s; check the battery");
    WatchView silent =
        new WatchView(
            Views.NOW,
            view.source(),
            Optional.of("the service does not answer"),
            view.batteries(),
            List.of());
    assertThat(frame(80, 24).battery(silent, 0))
        .contains("the service does not answer; it is tried again");
  }

  @Test
  void suspectValuesAreMarked() {
    String json = Views.SAMPLE.replace("}", ",\"suspect\":[\"voltage\"]}");
    assertThat(frame(80, 24).battery(Views.view(Views.battery("a", json)), 0))
        .anyMatch(line -> line.contains("13.31 V ?") && line.contains("-60.16 W ?"))
        .contains("Suspect          voltage");
  }

  @Test
  void balancingIsSaidBesideItsCell() {
    String json = Views.SAMPLE.replace("\"balancing\":[]", "\"balancing\":[1,4]");
    assertThat(frame(80, 24).battery(Views.view(Views.battery("a", json)), 0))
        .anyMatch(line -> line.startsWith(" 1  3.328 V") && line.endsWith(" balancing"))
        .anyMatch(line -> line.startsWith(" 4  3.326 V") && line.endsWith(" min balancing"));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "200,60", "60,20", "40,12", "39,30", "10,2", "1,1"})
  void everyFrameIsAsLargeAsTheTerminal(int width, int height) {
    String cells =
        IntStream.range(0, 32)
            .mapToObj(cell -> "3.3" + (10 + cell))
            .collect(Collectors.joining(","));
    String json = Views.SAMPLE.replace("3.328,3.327,3.329,3.326", cells);
    WatchView view = Views.view(Views.battery("a", json), Views.lost("b".repeat(64)));
    for (List<String> lines :
        List.of(
            frame(width, height).battery(view, 0),
            frame(width, height).battery(view, 1),
            frame(width, height).overview(view, 1))) {
      assertThat(lines).hasSize(height).allMatch(line -> line.length() <= width);
    }
  }

  @Test
  void allOf32CellsAreThereInAnOrdinaryTerminal() {
    String cells =
        IntStream.range(0, 32)
            .mapToObj(cell -> "3.3" + (10 + cell))
            .collect(Collectors.joining(","));
    String json = Views.SAMPLE.replace("3.328,3.327,3.329,3.326", cells);
    String frame =
        String.join("\n", frame(80, 24).battery(Views.view(Views.battery("a", json)), 0));
    for (int cell = 0; cell < 32; cell++) {
      assertThat(frame).contains("%2d  3.3%d V".formatted(cell + 1, 10 + cell));
    }
  }

  @Test
  void coloursAreSentOnlyWhereTheyAreWanted() {
    assertThat(String.join("\n", frame(80, 24).battery(ONE, 0))).doesNotContain("\u001b");
    assertThat(String.join("\n", new WatchFrame(80, 24, true, ZoneOffset.UTC).battery(ONE, 0)))
        .contains("\u001b[1mmyBattery\u001b[0m");
  }
}
