package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.protocol.Payload;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import cellwarden.simulator.AnswerSource;
import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatorServer;
import cellwarden.testing.Answers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `read` with boards that do not say everything, or say what they should not.
final class ReadOddBoardsTest {

  @Test
  void showsWhatRegister03SaysWhereRegister04IsMissing() throws IOException {
    Cli.Result result = read(Map.of(0x03, Answers.basic()));

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .contains("Voltage              13.31 V\n", "State of charge      87 %\n")
        .contains("Cells                unknown\n");
    assertThat(result.err())
        .isEqualTo(
            "cellwarden: refused: register 04: refused with status 80 (the device does not know this"
                + " register), though register 03 was answered; the device does not offer this register,"
                + " so check that it is a JBD BMS.\n");
  }

  @Test
  void showsItAsJsonToo() throws IOException {
    Cli.Result result = read(Map.of(0x03, Answers.basic()), "--json");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).contains("\"voltage\":13.31", "\"cells\":null");
  }

  @Test
  void showsNothingWhereNothingWasRead() throws IOException {
    assertThat(read(Map.of()).out()).isEmpty();
  }

  /// Red, a line break and a bell.
  @Test
  void controlCharactersOfABatteryDoNotReachTheTerminal() throws IOException {
    byte[] model = Answers.answer(0x05, "4a 1b5b33316d 0a 07");
    Map<Integer, byte[]> answers =
        Map.of(0x03, Answers.basic(), 0x04, Answers.cells(), 0x05, model);

    assertThat(read(answers, "--registers").out())
        .contains("Hardware             J\\x1b[31m\\n\\x07\n")
        .contains("  hardware_version            J\\x1b[31m\\n\\x07\n")
        .doesNotContain("\033", "\007");
    assertThat(Cli.run("read", "no\033[31mbody:1").err())
        .contains("no\\x1b[31mbody")
        .doesNotContain("\033");
  }

  private static Cli.Result read(Map<Integer, byte[]> answers, String... options)
      throws IOException {
    AnswerSource board =
        request -> {
          byte[] refusal =
              new Response(request.register(), Status.UNKNOWN_REGISTER, Payload.EMPTY).encode();
          return List.of(Payload.of(answers.getOrDefault(request.register(), refusal)));
        };
    SimulatedBms bms = SimulatedBms.serving(board, Map.of(), 1);
    try (SimulatorServer server = SimulatorServer.listen(bms, 0)) {
      String[] args = new String[options.length + 2];
      args[0] = "read";
      args[1] = "tcp:127.0.0.1:" + server.port();
      System.arraycopy(options, 0, args, 2, options.length);
      return Cli.run(args);
    }
  }
}
