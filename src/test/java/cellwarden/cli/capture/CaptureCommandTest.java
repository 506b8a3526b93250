package cellwarden.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.capture.CaptureFile;
import cellwarden.capture.CaptureLine;
import cellwarden.cli.Cli;
import cellwarden.simulator.ReplayedBms;
import cellwarden.simulator.SimulatorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CaptureCommandTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void recordsWhatFrameDecodeReadsAndTheSimulatorPlaysBack() throws IOException {
    Path file = folder.resolve("capture.txt");

    Cli.Result result =
        Cli.run("capture", "sim:4s?current=-4.5&faults=split,noise", file.toString());

    assertThat(result.status()).isZero();
    List<String> lines = Files.readAllLines(file);
    assertThat(result.out()).isEqualTo("wrote " + lines.size() + " lines to " + file + "\n");
    assertThat(lines.getFirst()).endsWith(" = connected");
    assertThat(lines.getLast()).endsWith(" = closed");
    assertThat(lines).filteredOn(line -> line.contains(" > dda5")).hasSize(10);
    Cli.Result decoded = Cli.runWithInput(Files.readString(file), "frame", "decode", "--json");
    assertThat(decoded.status()).isZero();
    assertThat(decoded.out()).hasLineCount(lines.size()).contains("\"current\":-4.5,");
    try (SimulatorServer server =
        SimulatorServer.listen(ReplayedBms.of(CaptureFile.read(file)), 0)) {
      Cli.Result read = Cli.run("read", "tcp:127.0.0.1:" + server.port(), "--json");
      assertThat(read.status()).isZero();
      assertThat(read.out()).contains("\"current\":-4.5,");
    }
  }

  @Test
  void keepsWhatCameUntilItWentWrong() throws IOException {
    Path file = folder.resolve("capture.txt");

    Cli.Result result = Cli.run("capture", "sim:4s?faults=hang_up:1", file.toString());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains("cellwarden: lost: ")
        .endsWith("has what came until then (12 lines).\n");
    assertThat(CaptureFile.read(file))
        .extracting(CaptureLine::kind)
        .filteredOn(CaptureLine.Kind.LOST::equals)
        .hasSize(3);
  }

  @Test
  void leavesAFileThatExists() throws IOException {
    Path file = Files.writeString(folder.resolve("capture.txt"), "mine");
    Cli.Result result = Cli.run("capture", "sim:4s", file.toString());
    assertThat(result)
        .isEqualTo(
            new Cli.Result(2, "", "cellwarden: " + file + " exists already; name another file.\n"));
    assertThat(file).hasContent("mine");
  }

  @Test
  void writesIntoNoFolderThatIsMissing() {
    Path file = folder.resolve("missing/capture.txt");
    assertThat(Cli.run("capture", "sim:4s", file.toString()))
        .isEqualTo(
            new Cli.Result(
                1,
                "",
                "cellwarden: "
                    + file
                    + " cannot be written (there is no such file or folder); name a file in a folder that exists"
                    + " and is yours.\n"));
  }

  @Test
  void tornReplayIsOneSentence() throws IOException {
    Path file =
        Files.writeString(folder.resolve("torn.txt"), "2026-11-22T14:00:00Z = connected\n2026-11");
    Cli.Result result =
        Cli.run("simulate", "--listen", "tcp:127.0.0.1:8899", "--replay", file.toString());
    assertThat(result)
        .isEqualTo(
            new Cli.Result(
                2,
                "",
                "cellwarden: "
                    + file
                    + " is torn in line 2; record it again, or cut the file off before that place.\n"));
  }

  @Test
  void replayGoesWithListenAlone() {
    assertThat(Cli.run("simulate", "--journal", "x", "--replay", "y", "--from", "2026-01-01").err())
        .contains("--replay goes with --listen only");
    assertThat(
            Cli.run("simulate", "--listen", "tcp:127.0.0.1:8899", "--replay", "y", "--answers", "z")
                .err())
        .contains("simulate takes either --answers or --replay");
  }
}
