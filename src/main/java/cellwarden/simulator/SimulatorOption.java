package cellwarden.simulator;

import java.util.Locale;

/// The options of a `sim:` address, as one table that help texts and messages print.
public enum SimulatorOption {
  AMBIENT("air temperature in °C, the same all day; otherwise a garage, 13 to 23 °C"),
  CAPACITY("nominal capacity in Ah, 1 to 6000; 100 otherwise"),
  CURRENT("a constant current in A, positive while charging; otherwise a house with solar panels"),
  EXTENSION("true for the 9 bytes that newer firmware adds to register 03; false otherwise"),
  FAULTS("names from the table of faults, joined by commas, each as name or name:probability"),
  NTC("temperature probes, 0 to 8; 3 otherwise"),
  SEED("a whole number that decides about everything random; 1 otherwise"),
  SOC("state of charge at the start in %, 0 to 100; 80 otherwise"),
  SPEED("how many times faster than real time the battery lives, 1 to 100000; 1 otherwise"),
  TENFOLD(
      "true for current and capacities in tenths; otherwise so above 655.35 Ah, and in hundredths below"),
  PASSWORD(
      "six characters 0-9, a-z, A-Z that its Bluetooth module wants after each connect; none otherwise"),
  MODE(
      "pin or full, how the module wants the password, or echo for one that sends back what it is given and wants nothing; full otherwise"),
  MAC("Bluetooth address with which the password is scrambled; A4:C1:38:00:11:22 otherwise"),
  LOCKS("wrong passwords after which the module takes none any more, 1 to 1000; 5 otherwise");

  private final String meaning;

  SimulatorOption(String meaning) {
    this.meaning = meaning;
  }

  /// The name in an address, such as `capacity`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// One line that says what it does, its range, and what holds without it.
  public String meaning() {
    return meaning;
  }
}
