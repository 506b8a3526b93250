package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatorOptions;
import cellwarden.simulator.SimulatorServer;
import cellwarden.testing.Child;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Program;
import cellwarden.testing.Reply;
import cellwarden.transport.AddressParser;
import cellwarden.transport.SimAddress;
import cellwarden.transport.tty.PtyPeer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Batteries that cannot be read as they are configured: each is a fault with its sentence, and the
/// others are read as if they were not there.
final class UnusableBatteriesIT {

  private static final byte[] POSITION =
      "$GPGGA,120000,,,,,0,00,,,M,,M,,*52\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;

  @Test
  void leaveTheOthersAlone() throws Exception {
    SimAddress guarded = (SimAddress) AddressParser.parse("sim:4s?password=123456&mode=pin");
    try (SimulatorServer board =
            SimulatorServer.listen(SimulatedBms.of(SimulatorOptions.parse(guarded)), 0);
        PtyPeer receiver = PtyPeer.answering(_ -> Reply.of(POSITION))) {
      Files.writeString(
          folder.resolve("cellwarden.yaml"),
          """
          batteries:
            - {name: guarded, address: 'tcp:127.0.0.1:%d', password: '654321', password_mode: pin, interval: 1s}
            - {name: receiver, address: 'serial:%s', interval: 1s}
            - {name: unplugged, address: 'serial:%s/none', interval: 1s}
            - {name: good, address: 'sim:4s', interval: 1s}
          """
              .formatted(board.port(), receiver.path(), folder));
      JournalFile journal = new JournalFile(folder.resolve("bms_data.jsonl"));
      try (Child service = Program.start(folder, "run")) {
        journal.await(
            service,
            lines ->
                faults(lines, "guarded") >= 2
                    && faults(lines, "receiver") >= 1
                    && faults(lines, "unplugged") >= 2);
        long before = samples(journal.lines());
        journal.await(service, lines -> samples(lines) >= before + 3);
        service.stop();
        assertThat(service.await()).isZero();
        assertSaid(service, "guarded", "the board refused the PIN, which is not tried again");
        assertSaid(service, "receiver", "register 03: no ");
        assertSaid(service, "unplugged", "there is no " + folder + "/none");
      }
      assertThat(faults(journal.lines(), "good")).isZero();
    }
  }

  private static long samples(List<String> lines) {
    return lines.stream().filter(line -> JournalFile.seq(line) > 0).count();
  }

  private static long faults(List<String> lines, String battery) {
    return lines.stream()
        .filter(line -> line.contains("\"battery\":\"" + battery + "\",\"fault\":"))
        .count();
  }

  private static void assertSaid(Child service, String battery, String words) {
    assertThat(service.err())
        .as(words)
        .anyMatch(line -> line.contains(battery) && line.contains(words));
  }
}
