package cellwarden.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The reference page prints the tables of the code.
class SimulatorDocsTest {

  private static final Path PAGE = Path.of("docs/reference/simulator.md");

  @Test
  void listsEveryOption() throws IOException {
    String page = Files.readString(PAGE);
    for (SimulatorOption option : SimulatorOption.values()) {
      assertThat(page).contains("| `" + option.label() + "` | " + option.meaning() + " |");
    }
  }

  @Test
  void listsEveryFault() throws IOException {
    String page = Files.readString(PAGE);
    for (SimulatedFault fault : SimulatedFault.values()) {
      String strikes = fault.probability() == 1 ? "always" : Double.toString(fault.probability());
      assertThat(page)
          .contains("| `" + fault.label() + "` | " + fault.meaning() + " | " + strikes + " |");
    }
    assertThat(page)
        .contains("| `" + SimulatedFault.NOISY + "` | as `" + SimulatedFault.NOISY_FAULTS + "` |");
  }
}
