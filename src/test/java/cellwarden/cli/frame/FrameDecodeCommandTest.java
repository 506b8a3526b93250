package cellwarden.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Metric;
import cellwarden.cli.Cli;
import cellwarden.testing.Samples;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameDecodeCommandTest {

  /// Register 05 with the text `JBD`: 0x10000 - (03 + 4A + 42 + 44) = FF2D.
  private static final String HARDWARE = "dd0500034a4244ff2d77";

  private static final String HARDWARE_JSON =
      "{\"register\":5,\"status\":0,\"payload\":\"4a4244\",\"values\":{\"hardware_version\":\"JBD\"}}";

  @Test
  void refusesALineThatNoDialogueHas() {
    Cli.Result result = Cli.runWithInput("d".repeat(1_000_001), "frame", "decode");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "cellwarden: line 1 of the input is longer than 1000000 characters; break it up.\n");
  }

  @Test
  void endsLinesAsAnySystemDoes() {
    assertThat(Cli.runWithInput("zz\r\nzz\rzz\n\nzz", "frame", "decode", "--json").out().lines())
        .hasSize(5);
  }

  @Test
  void everyLineGivesOneLine() {
    assertThat(json("\n" + HARDWARE + "\n   \n").out())
        .isEqualTo(line("", "") + line(HARDWARE_JSON, "") + line("", ""));
  }

  @Test
  void noInputGivesNothing() {
    assertThat(json("")).isEqualTo(new Cli.Result(0, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DD:05:00:03:4A:42:44:FF:2D:77",
        "dd.05.00.03.4a.42.44.ff.2d.77",
        "DD-05-00-03-4A-42-44-FF-2D-77",
        "DD:05:00:03:4A 42:44:FF:2D:77",
        "0xdd, 0x05, 0x00, 0x03, 0x4a, 0x42, 0x44, 0xff, 0x2d, 0x77",
        "0xDD,0x5,0x0,0x3,0x4A,0x42,0x44,0xFF,0x2D,0x77",
        "[0xdd, 0x05, 0x00, 0x03, 0x4a, 0x42, 0x44, 0xff, 0x2d, 0x77]",
        "0xdd050003 4a4244ff2d77",
        "\\xdd\\x05\\x00\\x03\\x4a\\x42\\x44\\xff\\x2d\\x77",
        "\"\\xDD\\x05\\x00\\x03\\x4A\\x42\\x44\\xFF\\x2D\\x77\"",
      })
  void takesBytesAsPeoplePasteThem(String line) {
    assertThat(json(line)).isEqualTo(new Cli.Result(0, line(HARDWARE_JSON, ""), ""));
  }

  /// A module frame counts only where one fragment holds it whole.
  @Test
  void blanksPartFragmentsAndCommasDoNot() {
    String module = "{\"auth\":{\"command\":23,\"data\":\"5a\"}}";
    assertThat(json("0xff, 0xaa, 0x17, 0x01, 0x5a, 0x72").out()).isEqualTo(line(module, ""));
    assertThat(json("ff:aa:17:01:5a:72").out()).isEqualTo(line(module, ""));
    assertThat(json("0xff 0xaa 0x17 0x01 0x5a 0x72").out()).doesNotContain("auth");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dd:05:000", "ddd:050", "d", "0x", "dd;zz", "dd::g5", "\\x", "0xdd+0x05"})
  void whatIsNoByteIsRefused(String line) {
    assertThat(json(line).out()).contains("\"error\":\"fragment 1 is not an even number");
  }

  @Test
  void joinsFragmentsAndIgnoresCase() {
    assertThat(json("DD0500034A\t 4244FF 2d77\r\n").out()).isEqualTo(line(HARDWARE_JSON, ""));
  }

  @Test
  void lineThatIsNotHexSaysSoAndTheRestGoesOn() {
    Cli.Result result = json("00 xyz\n" + HARDWARE + "\n0\n");
    String[] lines = result.out().split("\n", -1);
    assertThat(lines[0])
        .isEqualTo(
            "{\"frames\":[],\"skipped\":[],"
                + "\"error\":\"fragment 2 is not an even number of hexadecimal digits\"}");
    assertThat(lines[1]).isEqualTo(line(HARDWARE_JSON, "").strip());
    assertThat(lines[2]).contains("\"error\":\"fragment 1");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo("cellwarden: 2 lines of the input are not hexadecimal, the first is line 1.\n");
  }

  @Test
  void skippedBytesLeaveTheStatusFine() {
    Cli.Result result = json("0000" + HARDWARE + "dd03");
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .isEqualTo(
            line(
                HARDWARE_JSON,
                "{\"bytes\":2,\"reason\":\"bad_start\"},{\"bytes\":2,\"reason\":\"truncated\"}"));
  }

  @Test
  void refusalAcknowledgementEchoAndModuleFrameHaveNoValues() {
    assertThat(json("dd058000ff8077").out())
        .isEqualTo(line("{\"register\":5,\"status\":128,\"payload\":\"\"}", ""));
    assertThat(json("dde10000000077").out())
        .isEqualTo(line("{\"register\":225,\"status\":0,\"payload\":\"\"}", ""));
    assertThat(json("dda50300fffd77").out())
        .isEqualTo(line("{\"request\":{\"op\":\"read\",\"register\":3,\"data\":\"\"}}", ""));
    assertThat(json("ffaa15010117").out())
        .isEqualTo(line("{\"auth\":{\"command\":21,\"data\":\"01\"}}", ""));
  }

  @Test
  void payloadThatDoesNotFitItsRegisterHasAnError() {
    // One byte of cell voltages: 0x10000 - (01 + 0D) = FFF2.
    assertThat(json("dd0400010dfff277").out())
        .startsWith(
            "{\"frames\":[{\"register\":4,\"status\":0,\"payload\":\"0d\",\"error\":\"cell");
  }

  @Test
  void basicInfoHasTheNamesOfTheSample() {
    String out = json(BASIC_INFO).out();
    assertThat(out)
        .contains(
            "\"values\":{\"voltage\":13.31,\"current\":-4.52,\"power\":-60.16,"
                + "\"remaining_capacity\":87.12,\"nominal_capacity\":100.0,\"cycles\":42,"
                + "\"production_date\":\"2023-05-17\",\"balancing\":[2],\"balance_bits\":[2,0],"
                + "\"protections\":[\"cell_overvoltage\"],\"protection_bits\":1,"
                + "\"software_version\":\"2.a\",\"software_version_raw\":42,\"soc\":87,\"soc_by_capacity\":87.56,"
                + "\"charge_fet\":true,\"discharge_fet\":true,\"fet_bits\":3,"
                + "\"current_limiter\":false,\"heating\":false,\"cell_count\":4,"
                + "\"ntc_count\":1,\"temperatures\":[-10.0],\"humidity\":55,\"warnings\":[\"capacity_low\"],\"alarm_bits\":2048,"
                + "\"full_charge_capacity\":99.5,\"remaining_capacity_2\":87.12,"
                + "\"balance_current\":0.025,\"trailing\":\"abcd\"}");
    Stream<String> notFromThisRegister =
        Samples.aSample().metrics().stream()
            .map(Metric::key)
            .filter(name -> !out.contains("\"" + name + "\""));
    assertThat(notFromThisRegister)
        .allMatch(n -> n.startsWith("cell") || n.equals("hardware_version"));
  }

  /// The values above, each divided by its unit; sum of the bytes from the status on 0x6DB,
  /// checksum F925.
  private static final String BASIC_INFO =
      "dd030024 0533 fe3c 2208 2710 002a 2eb1 0002 0000 0001 2a 57 03 04 01 0a47"
          + " 37 0800 26de 2208 0019 abcd f925 77";

  @Test
  void aBoardWithTenfoldUnitsHasStateBitsAndNoHumidity() {
    assertThat(json(TENFOLD).out())
        .contains(
            "\"values\":{\"voltage\":26.4,\"current\":-15.0,\"power\":-396.0,"
                + "\"remaining_capacity\":530.0,\"nominal_capacity\":720.0,\"cycles\":7,")
        .contains(
            "\"fet_bits\":3,\"cell_count\":8,\"ntc_count\":2,\"temperatures\":[21.4,20.9],"
                + "\"state_bits\":128,\"warnings\":[],\"alarm_bits\":0,\"full_charge_capacity\":740.0,"
                + "\"remaining_capacity_2\":530.0,\"balance_current\":0.025}");
    assertThat(Cli.runWithInput(TENFOLD + "\n", "frame", "decode").out())
        .contains("  current                     -15.0 A\n")
        .contains("  full_charge_capacity        740.0 Ah\n")
        .contains("  state_bits                  128\n")
        .doesNotContain("humidity");
  }

  /// The values above: -150, 5300, 7200, 7400 and 5300 tenths, 25 mA; bit 7 of the byte after the
  /// temperatures. Sum of the bytes from the length on 0x7CA, checksum F836.
  private static final String TENFOLD =
      "dd030024 0a50 ff6a 14b4 1c20 0007 2eb1 0000 0000 0000 2a 4a 03 08 02 0b81 0b7c"
          + " 80 0000 1ce8 14b4 0019 f836 77";

  /// Basic info of 0 V and 0 A with 9 + 7 bytes and no probe; balancing with 10000 - FF88 = 78, 120
  /// mA. Sum of the bytes 27 + 32 (50 %) + FF + 88 + 03 + 19 + 04 = 200, checksum FE00.
  @Test
  void aLongTailHasNamesAndStaysAsItIs() {
    assertThat(
            json("dd030027" + "00".repeat(23) + "32 0000 0000 0000 ff88 0003 19 00000004 fe00 77")
                .out())
        .contains(
            "\"humidity\":50,\"warnings\":[],\"alarm_bits\":0,\"full_charge_capacity\":0.0,"
                + "\"remaining_capacity_2\":0.0,\"balance_current\":-0.12,"
                + "\"trailing\":\"00031900000004\",\"active_balance_bits\":3,"
                + "\"protocol_version\":25,\"status_bits\":4}");
  }

  /// Sums F7, 61 and 0B.
  @Test
  void clockAndLogOfABoardThatHasThem() {
    assertThat(json("dd060006260728311259ff0977").out())
        .contains("\"values\":{\"clock_numbers\":[26,7,28,31,12,59]}");
    assertThat(json("dd07000401020258ff9f77").out())
        .contains("\"values\":{\"event_log_length\":258,\"event_log_length_2\":600}");
    assertThat(json("dd080001 0a fff5 77").out())
        .contains("\"values\":{\"event_log_entry\":\"0a\"}");
    assertThat(json("dd060000000077").out())
        .isEqualTo(line("{\"register\":6,\"status\":0,\"payload\":\"\"}", ""));
  }

  /// ESC [ 3 1 m, LF and BEL; sum 08 + 1B + 5B + 33 + 31 + 6D + 0A + 07 + 41 = 1A1.
  @Test
  void controlCharactersDoNotReachTheTerminal() {
    String frame = "dd050008 1b5b33316d0a0741 fe5f 77";
    assertThat(Cli.runWithInput(frame, "frame", "decode").out())
        .endsWith("  hardware_version            \\x1b[31m\\n\\x07A\n");
    assertThat(json(frame).out()).contains("\"hardware_version\":\"\\u001B[31m\\n\\u0007A\"");
  }

  @Test
  void settingsHaveNameValueAndUnit() {
    // 0x0E42 = 3650 mV; 0x10000 - (02 + 0E + 42) = FFAE. 8D and 5C: 0x10000 - EB = FF15.
    assertThat(json("dd2400020e42ffae77").out())
        .contains("\"values\":{\"name\":\"cell_ov\",\"value\":3.65,\"unit\":\"V\"}");
    assertThat(json("dd3800028d5cff1577").out())
        .contains("\"values\":{\"name\":\"sc_dsgoc2\",\"bytes\":[141,92]}");
    assertThat(json("dd1500020000fffe77").out())
        .contains("\"values\":{\"name\":\"manufacture_date\",\"production_date\":null}");
    assertThat(json("dd170002002affd477").out())
        .contains("\"values\":{\"name\":\"cycle_count\",\"value\":42}");
  }

  @Test
  void withoutJsonItIsATableForPeople() {
    Cli.Result result =
        Cli.runWithInput(
            "00 " + HARDWARE + "\ndd0400040d000000ffef77\nff\n\nzz\n", "frame", "decode");
    assertThat(result.out())
        .isEqualTo(
            """
            line 1: skipped, bad_start: 1 byte
            line 1: register 05, hardware version: ok
              hardware_version            JBD
            line 2: register 04, cell voltages: ok
              cells                       3.328 0.0 V
              cell_min                    0.0 V
              cell_max                    3.328 V
              cell_delta                  3.328 V
            line 3: skipped, bad_start: 1 byte
            line 4: no bytes
            line 5: fragment 1 is not an even number of hexadecimal digits
            """);
    assertThat(result.status()).isEqualTo(2);
  }

  private static Cli.Result json(String input) {
    return Cli.runWithInput(input, "frame", "decode", "--json");
  }

  private static String line(String frames, String skipped) {
    return "{\"frames\":[" + frames + "],\"skipped\":[" + skipped + "]}\n";
  }
}
