package cellwarden.simulator.model;

import static cellwarden.simulator.Simulations.START;
import static cellwarden.simulator.Simulations.pack;
import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.protocol.Payload;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.ConfigurationRegister;
import cellwarden.protocol.register.ConfigurationValue.Amount;
import cellwarden.protocol.register.ConfigurationValue.RegisterUnit;
import cellwarden.protocol.register.Protection;
import java.time.Instant;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Drives packs to their limits and back.
class ProtectionTableTest {

  private static final int PATIENCE_SECONDS = 48 * 3600;

  /// The current that the world wants, changed by the test as it goes on.
  private double wanted;

  private SimulatedBattery battery = battery("sim:");
  private Instant now = START;

  private SimulatedBattery battery(String address) {
    now = START;
    return SimulatedBattery.under((time, cells, soc) -> wanted, pack(address), START);
  }

  private BasicInfo second() {
    now = now.plusSeconds(1);
    battery.advanceTo(now);
    return battery.basicInfo();
  }

  private BasicInfo until(Predicate<BasicInfo> condition) {
    for (int second = 0; second < PATIENCE_SECONDS; second++) {
      BasicInfo info = second();
      if (condition.test(info)) {
        return info;
      }
    }
    throw new AssertionError("never came about: " + battery.basicInfo());
  }

  private static Predicate<BasicInfo> has(Protection protection) {
    return info -> info.protections().contains(protection);
  }

  private int count(Protection protection) {
    return battery.errorCounts().counts().getOrDefault(protection.label(), -1);
  }

  @Test
  void fullCellStopsTheChargeUntilItHasComeDown() {
    battery = battery("sim:?soc=95");
    wanted = 50;
    BasicInfo full = until(has(Protection.CELL_OVERVOLTAGE));
    assertThat(full.chargeFet()).isFalse();
    assertThat(full.dischargeFet()).isTrue();
    assertThat(full.soc()).isEqualTo(100);
    assertThat(count(Protection.CELL_OVERVOLTAGE)).isEqualTo(1);
    assertThat(second().current()).isZero();
    assertThat(battery.cellVoltages().max()).isLessThan(3.65);
    assertThat(second())
        .as("below the limit, above the release")
        .matches(has(Protection.CELL_OVERVOLTAGE));
    wanted = -20;
    BasicInfo released = until(has(Protection.CELL_OVERVOLTAGE).negate());
    assertThat(battery.cellVoltages().max()).isLessThanOrEqualTo(3.45);
    assertThat(released.chargeFet()).isTrue();
  }

  @Test
  void emptyPackStopsTheDischargeUntilItIsCharged() {
    battery = battery("sim:16s?soc=3");
    wanted = -20;
    BasicInfo empty =
        until(has(Protection.CELL_UNDERVOLTAGE).or(has(Protection.PACK_UNDERVOLTAGE)));
    assertThat(empty.dischargeFet()).isFalse();
    assertThat(empty.chargeFet()).isTrue();
    assertThat(empty.soc()).isZero();
    assertThat(second().current()).isZero();
    wanted = 10;
    BasicInfo released = until(BasicInfo::dischargeFet);
    assertThat(battery.cellVoltages().min()).isGreaterThan(2.85);
    assertThat(released.current()).isEqualTo(10);
  }

  @Test
  void weakestCellTripsBeforeThePack() {
    battery = battery("sim:16s?soc=1");
    wanted = -20;
    BasicInfo empty = until(info -> !info.protections().isEmpty());
    assertThat(empty.protections()).containsExactly(Protection.CELL_UNDERVOLTAGE);
    assertThat(empty.voltage()).isGreaterThan(16 * 2.5);
  }

  @Test
  void packLimitHoldsWhereCellLimitsWereRaised() {
    battery = battery("sim:?soc=98");
    ConfigurationRegister limit = ConfigurationRegister.named("cell_ov");
    Payload raised = limit.encode(new Amount(4.2, RegisterUnit.VOLT));
    assertThat(battery.configure(limit.number(), raised)).isTrue();
    wanted = 50;
    BasicInfo full = until(info -> !info.protections().isEmpty());
    assertThat(full.protections()).containsExactly(Protection.PACK_OVERVOLTAGE);
    assertThat(full.voltage()).isGreaterThan(14.6);
  }

  @Test
  void frostStopsTheChargeOnly() {
    battery = battery("sim:?ambient=-5&soc=50");
    wanted = 10;
    BasicInfo cold = until(has(Protection.CHARGE_UNDERTEMPERATURE));
    assertThat(cold.chargeFet()).isFalse();
    assertThat(cold.dischargeFet()).isTrue();
    wanted = -10;
    assertThat(second().current()).isEqualTo(-10);
  }

  @Test
  void heatStopsChargeFirstAndReleasesWithHysteresis() {
    battery = battery("sim:?ambient=54&soc=50");
    wanted = -95;
    until(has(Protection.CHARGE_OVERTEMPERATURE));
    wanted = 0;
    BasicInfo cooler = until(info -> info.temperatures().getFirst() < 54.9);
    assertThat(cooler).as("cooler than the limit").matches(has(Protection.CHARGE_OVERTEMPERATURE));
  }

  @Test
  void overcurrentTripsAfterItsDelayAndReleasesByTime() {
    battery = battery("sim:?soc=50");
    wanted = 120;
    for (int second = 1; second < 10; second++) {
      assertThat(second().protections()).isEmpty();
    }
    assertThat(second()).matches(has(Protection.CHARGE_OVERCURRENT));
    assertThat(second().current()).isZero();
    wanted = 20;
    BasicInfo released = until(has(Protection.CHARGE_OVERCURRENT).negate());
    assertThat(released.protections()).isEmpty();
    assertThat(second().current()).isEqualTo(20);
    assertThat(count(Protection.CHARGE_OVERCURRENT)).isEqualTo(1);
  }

  @Test
  void shortCircuitTripsAtOnce() {
    wanted = -500;
    BasicInfo info = second();
    assertThat(info).matches(has(Protection.SHORT_CIRCUIT));
    assertThat(info.dischargeFet()).isFalse();
  }

  @Test
  void balancesOnlyNearTheTopAndShrinksTheSpread() {
    battery = battery("sim:8s?soc=90&seed=3");
    wanted = 5;
    boolean balanced = false;
    while (battery.cellVoltages().max() < 3.45) {
      BasicInfo info = second();
      assertThat(info.balancing().isEmpty() || battery.cellVoltages().max() > 3.4).isTrue();
      balanced |= !info.balancing().isEmpty();
    }
    assertThat(balanced).isTrue();
    double spread = battery.cellVoltages().delta();
    wanted = 0.1;
    now = now.plusSeconds(6 * 3600);
    battery.advanceTo(now);
    assertThat(battery.cellVoltages().delta()).isLessThan(spread);
  }
}
