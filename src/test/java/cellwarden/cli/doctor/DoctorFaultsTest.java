package cellwarden.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.config.Defaults;
import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatedFault;
import cellwarden.simulator.SimulatorOptions;
import cellwarden.simulator.SimulatorTransport;
import cellwarden.testing.FakeTime;
import cellwarden.transport.AddressException;
import cellwarden.transport.AddressParser;
import cellwarden.transport.SimAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The table of the simulator's page says how `doctor` names each fault.
final class DoctorFaultsTest {

  private static final Path PAGE = Path.of("docs/reference/simulator.md");

  @ParameterizedTest
  @EnumSource(SimulatedFault.class)
  void namesTheFaultAsThePageSays(SimulatedFault fault) throws Exception {
    Matcher row =
        Pattern.compile("\\| `" + fault.label() + "` \\| ([✓!✗]) `(.+)` \\| (.+) \\|")
            .matcher(Files.readString(PAGE));
    assertThat(row.find()).as("a row for " + fault.label()).isTrue();

    Walked walked = walk("sim:4s?faults=" + fault.label() + ":1");

    assertThat(walked.lines())
        .filteredOn(line -> line.startsWith(row.group(1) + " " + row.group(2) + ": "))
        .hasSize(1)
        .allMatch(line -> line.contains(row.group(3)));
    assertThat(walked.lines())
        .as("nothing else is said to be odd")
        .filteredOn(line -> !line.startsWith("✓"))
        .hasSize(1);
  }

  @Test
  void healthyBatteryHasNothingOdd() throws Exception {
    assertThat(walk("sim:16s?current=-4.5&soc=80").lines())
        .containsExactly(
            "✓ connect: in 0 ms",
            "✓ echo: requests do not come back instead of answers",
            "✓ first frame: 53.23 V, -4.50 A, 80 %",
            "✓ registers: 03, 04, 05, AA, A0, A1, A2 answered",
            "✓ talk: nothing odd");
  }

  private static Walked walk(String address)
      throws AddressException, InterruptedException, IOException {
    SimAddress sim = (SimAddress) AddressParser.parse(address);
    FakeTime time = new FakeTime();
    SimulatorTransport transport =
        new SimulatorTransport(address, SimulatedBms.of(SimulatorOptions.parse(sim)), time);
    Walked walked = new Walked();
    new BatteryWalk(
            walked.steps(),
            Defaults.battery(address, sim),
            transport,
            trouble -> trouble,
            Optional.empty(),
            time)
        .walk();
    return walked;
  }
}
