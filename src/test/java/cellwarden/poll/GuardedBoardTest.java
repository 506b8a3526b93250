package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.battery.Fault;
import cellwarden.battery.Metric;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.BoardPassword;
import cellwarden.settings.Secret;
import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatorOptions;
import cellwarden.simulator.SimulatorTransport;
import cellwarden.testing.Batteries;
import cellwarden.testing.FakeTime;
import cellwarden.transport.AddressException;
import cellwarden.transport.AddressParser;
import cellwarden.transport.SimAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Boards with a password, from the reader to the simulator's module, whose scrambling was not made
/// for it.
final class GuardedBoardTest {

  private static final String MAC = "A5:C2:37:0D:FE:81";

  private final FakeTime time = new FakeTime();

  @ParameterizedTest
  @ValueSource(
      strings = {"", "&faults=module_talk", "&faults=noisy", "&faults=late_answer:1", "&seed=77"})
  void areReadWithTheRightPassword(String more) throws Exception {
    BatteryReader full = reader("sim:8s?password=aZ09zA&mac=" + MAC + more, full("aZ09zA", MAC));
    BatteryReader pin = reader("sim:8s?password=246810&mode=pin" + more, pin("246810"));
    for (int poll = 0; poll < 5; poll++) {
      assertThat(full.read().list(Metric.CELLS)).hasSize(8);
      assertThat(pin.read().list(Metric.CELLS)).hasSize(8);
    }
  }

  @Test
  void refuseAnotherPasswordAndAnotherAddress() throws Exception {
    assertThat(fault("sim:4s?password=123456&mac=" + MAC, full("123457", MAC)).detail())
        .startsWith("the board refused the password");
    assertThat(
            fault("sim:4s?password=123456&mac=" + MAC, full("123456", "A5:C2:37:0D:FE:82"))
                .detail())
        .startsWith("the board refused the password");
    assertThat(fault("sim:4s?password=123456&mode=pin", pin("123457")).detail())
        .startsWith("the board refused the PIN");
  }

  @Test
  void sayWhatTheyWant() throws Exception {
    assertThat(failure(reader("sim:4s?password=123456")).sentence())
        .startsWith("the board wants the password of the phone app; give it as password");
    assertThat(failure(reader("sim:4s?password=123456&mode=pin")).sentence())
        .startsWith("the board wants a PIN; give it as password");
    assertThat(fault("sim:4s?password=123456&mode=pin", full("123456", MAC)).sentence())
        .contains("it may want a PIN", "correct password and password_mode");
    assertThat(fault("sim:4s?password=123456", pin("000000")).sentence())
        .endsWith("set password_mode: full for this battery");
  }

  @Test
  void areReadAlthoughTheyWantNone() throws Exception {
    reader("sim:4s", full("123456", MAC)).read();
    reader("sim:4s", pin("123456")).read();
    reader("sim:4s?password=123456&mode=echo", full("123456", MAC)).read();
  }

  /// One wrong password of three. Were it tried again, the board would be locked.
  @Test
  void areNotLockedByAWrongPassword() throws Exception {
    SimulatorTransport board = board("sim:4s?password=123456&mode=pin&locks=2");
    BatteryReader wrong = reader(board, pin("654321"));
    for (int poll = 0; poll < 10; poll++) {
      assertThat(failure(wrong).kind()).isEqualTo(Fault.Kind.DENIED);
    }

    reader(board, pin("123456")).read();
  }

  @Test
  void areLockedByTwo() throws Exception {
    SimulatorTransport board = board("sim:4s?password=123456&mac=" + MAC + "&locks=2");
    failure(reader(board, full("654321", MAC)));
    failure(reader(board, full("654322", MAC)));

    assertThat(failure(reader(board, full("123456", MAC))).detail())
        .startsWith("the board refused the password");
  }

  private Fault fault(String address, BoardPassword password) throws AddressException {
    return failure(reader(address, password));
  }

  private BatteryReader reader(String address, BoardPassword password) throws AddressException {
    return reader(board(address), password);
  }

  private BatteryReader reader(SimulatorTransport board, BoardPassword password) {
    BatteryConfig battery = Batteries.guarded(Batteries.named("myBattery"), password);
    return new BatteryReader(battery, board, RefusedPasswords.inMemory(), time, new Random(1));
  }

  private BatteryReader reader(String address) throws AddressException {
    return new BatteryReader(
        Batteries.named("myBattery"),
        board(address),
        RefusedPasswords.inMemory(),
        time,
        new Random(1));
  }

  private SimulatorTransport board(String address) throws AddressException {
    SimAddress sim = (SimAddress) AddressParser.parse(address);
    return new SimulatorTransport(address, SimulatedBms.of(SimulatorOptions.parse(sim)), time);
  }

  private static Fault failure(BatteryReader reader) {
    return catchThrowableOfType(PollException.class, reader::read).fault();
  }

  private static BoardPassword full(String password, String mac) {
    return new BoardPassword.Full(new Secret(password), mac);
  }

  private static BoardPassword pin(String pin) {
    return new BoardPassword.Pin(new Secret(pin));
  }
}
