package cellwarden.simulator;

import static cellwarden.simulator.Simulations.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorOptionsTest {

  @Test
  void nothingStatedIsAFourCellPack() {
    SimulatorOptions options = options("sim:");
    assertThat(options).isEqualTo(SimulatorOptions.DEFAULT);
    assertThat(options.pack().cells()).isEqualTo(4);
    assertThat(options.faults()).isEmpty();
    assertThat(options.pack().current()).isEmpty();
  }

  @Test
  void everyOptionIsRead() {
    SimulatorOptions options =
        options(
            "sim:16S?ambient=-5&capacity=280.5&current=-12.5&extension=true&faults=echo"
                + "&ntc=0&seed=-7&soc=33&speed=60&tenfold=true");
    assertThat(options.pack().cells()).isEqualTo(16);
    assertThat(options.pack().ambient()).hasValue(-5);
    assertThat(options.pack().capacity()).isEqualTo(280.5);
    assertThat(options.pack().current()).hasValue(-12.5);
    assertThat(options.pack().extension()).isTrue();
    assertThat(options.pack().tenfold()).isTrue();
    assertThat(options.faults()).isEqualTo(SimulatedFault.parse("echo"));
    assertThat(options.pack().ntcs()).isZero();
    assertThat(options.pack().seed()).isEqualTo(-7);
    assertThat(options.pack().soc()).isEqualTo(33);
    assertThat(options.speed()).isEqualTo(60);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sim:33s            | "33s" is not a number of cells, write sim:1s to sim:32s
          sim:0s             | "0s" is not a number of cells
          sim:noisy          | "noisy" is not a number of cells
          sim:4s?fault=noisy | there is no option fault, known are ambient, capacity, current
          sim:4s?ntc=9       | "9" does not fit the option ntc, temperature probes, 0 to 8
          sim:4s?capacity=0  | "0" does not fit the option capacity
          sim:4s?soc=full    | "full" does not fit the option soc
          sim:4s?extension=1 | "1" does not fit the option extension
          sim:4s?seed=1.5    | "1.5" does not fit the option seed
          sim:4s?faults=bad  | there is no fault bad, known are
          """)
  void whatDoesNotFitIsSaidInOneSentence(String address, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(address))
        .withMessageStartingWith(address + ": ")
        .withMessageContaining(problem);
  }
}
