package cellwarden.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Tools;
import cellwarden.transport.SimAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// A serial program that is not ours reads the simulated battery.
final class PtyFromPythonIT {

  /// Nothing but the system's own calls.
  private static final String PROGRAM =
      """
      import os, select, sys, termios
      port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
      settings = termios.tcgetattr(port)
      settings[0] = settings[1] = settings[3] = 0
      settings[2] = termios.CS8 | termios.CREAD | termios.CLOCAL
      settings[4] = settings[5] = termios.B9600
      termios.tcsetattr(port, termios.TCSANOW, settings)
      answer = b''
      while len(answer) < 7 or len(answer) < answer[3] + 7:
          if not answer:
              os.write(port, bytes.fromhex('dda50400fffc77'))
          if select.select([port], [], [], 5)[0]:
              answer += os.read(port, 100)
      print(answer.hex())
      """;

  @Test
  void pythonReadsCellVoltagesTwice() throws Exception {
    List<Path> ports = new CopyOnWriteArrayList<>();
    SimulatedBms bms =
        SimulatedBms.of(SimulatorOptions.parse(new SimAddress("4s", new TreeMap<>())));
    try (PtyServer _ = PtyServer.listen(bms, Optional.empty(), ports::add)) {
      for (int i = 0; i < 2; i++) {
        Process python =
            new ProcessBuilder(Tools.find("python3"), "-c", PROGRAM, ports.getFirst().toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(out).matches("dd040008(0d[0-9a-f]{2}|0c[0-9a-f]{2}){4}[0-9a-f]{4}77\\n");
      }
    }
  }
}
