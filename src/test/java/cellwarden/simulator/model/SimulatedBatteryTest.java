package cellwarden.simulator.model;

import static cellwarden.simulator.Simulations.START;
import static cellwarden.simulator.Simulations.after;
import static cellwarden.simulator.Simulations.battery;
import static cellwarden.simulator.Simulations.pack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedBatteryTest {

  @Test
  void openCircuitVoltageNeverFallsWithCharge() {
    double last = 0;
    for (int permille = -50; permille <= 1050; permille++) {
      double volts = OpenCircuitVoltage.at(permille / 1000.0);
      assertThat(volts).isGreaterThanOrEqualTo(last);
      last = volts;
    }
    assertThat(OpenCircuitVoltage.at(0.5)).isBetween(3.28, 3.31);
  }

  @Test
  void sameSeedGivesTheSameBatteryHoweverOftenItIsAsked() {
    SimulatedBattery often = battery("sim:8s?seed=42");
    SimulatedBattery once = battery("sim:8s?seed=42");
    SimulatedBattery other = battery("sim:8s?seed=43");
    for (int minute = 0; minute < 600; minute++) {
      after(often, Duration.ofMinutes(minute).plusMillis(333));
    }
    BasicInfo info = after(often, Duration.ofHours(10));
    assertThat(info).isEqualTo(after(once, Duration.ofHours(10)));
    assertThat(often.cellVoltages()).isEqualTo(once.cellVoltages());
    assertThat(info).isNotEqualTo(after(other, Duration.ofHours(10)));
  }

  @Test
  void timeThatGoesBackChangesNothing() {
    SimulatedBattery battery = battery("sim:");
    BasicInfo info = after(battery, Duration.ofHours(2));
    assertThat(after(battery, Duration.ofHours(1))).isEqualTo(info);
  }

  @Test
  void sunChargesAndNightDischargesWithinWhatCellsBear() {
    SimulatedBattery battery = battery("sim:4s?seed=5&soc=60");
    List<BasicInfo> hours = new ArrayList<>();
    for (int minute = 0; minute <= 72 * 60; minute++) {
      BasicInfo info = after(battery, Duration.ofMinutes(minute));
      CellVoltages cells = battery.cellVoltages();
      assertThat(cells.min()).isGreaterThan(2.5);
      assertThat(cells.max()).isLessThan(3.65);
      assertThat(info.voltage()).isCloseTo(cells.sum(), within(0.0051));
      assertThat(info.protections()).isEmpty();
      assertThat(info.temperatures()).allSatisfy(t -> assertThat(t).isBetween(10.0, 35.0));
      if (minute % 60 == 0) {
        hours.add(info);
      }
    }
    assertThat(hours.get(5).soc()).isLessThan(hours.get(0).soc());
    assertThat(hours.get(14).soc()).isGreaterThan(hours.get(8).soc());
    assertThat(hours.get(11).current()).isPositive();
    assertThat(hours.get(23).current()).isNegative();
    assertThat(hours.get(72).cycles()).isGreaterThan(hours.get(0).cycles());
  }

  @Test
  void countedChargeIsTheIntegralOfTheCurrent() {
    // A triangle between -40 A and +40 A, for half an hour around half full: no end is touched.
    CurrentProfile triangle = (time, cells, soc) -> 40 - Math.floorMod(time.getEpochSecond(), 81);
    SimulatedBattery battery =
        SimulatedBattery.under(triangle, pack("sim:4s?soc=50&extension=true"), START);
    double before = battery.basicInfo().remainingCapacity();
    double integral = 0;
    for (int second = 1; second <= 1800; second++) {
      integral += after(battery, Duration.ofSeconds(second)).current() / 3600;
    }
    assertThat(battery.basicInfo().remainingCapacity()).isCloseTo(before + integral, within(0.011));
    assertThat(battery.basicInfo().extension().orElseThrow().remainingCapacity())
        .isEqualTo(battery.basicInfo().remainingCapacity());
  }

  @Test
  void loadSagsTheVoltageAndWarmsTheMosfets() {
    SimulatedBattery idle = battery("sim:?current=0&ambient=20&soc=50");
    SimulatedBattery loaded = battery("sim:?current=-60&ambient=20&soc=50");
    BasicInfo rested = after(idle, Duration.ofMinutes(15));
    BasicInfo busy = after(loaded, Duration.ofMinutes(15));
    assertThat(busy.voltage()).isLessThan(rested.voltage() - 0.05);
    assertThat(busy.temperatures().getLast()).isGreaterThan(busy.temperatures().getFirst() + 4);
    assertThat(busy.temperatures().getFirst()).isGreaterThan(rested.temperatures().getFirst());
  }

  @Test
  void everySizeOfPackCanBeSent() throws MalformedPayloadException {
    for (int cells = 1; cells <= 32; cells++) {
      int ntcs = cells % 9;
      SimulatedBattery battery = battery("sim:" + cells + "s?extension=true&ntc=" + ntcs);
      BasicInfo info = after(battery, Duration.ofMinutes(10));
      assertThat(BasicInfo.REGISTER.decode(info.encode())).isEqualTo(info);
      assertThat(info.encode().length()).isEqualTo(23 + 2 * ntcs + 9);
      assertThat(info.cellCount()).isEqualTo(cells);
      assertThat(CellVoltages.REGISTER.decode(battery.cellVoltages().encode()).count())
          .isEqualTo(cells);
      assertThat(battery.hardwareVersion().encode().length()).isLessThanOrEqualTo(31);
    }
  }

  @Test
  void bigPacksStateTheirCapacity() throws MalformedPayloadException {
    for (double capacity : new double[] {369, 655.35, 1200}) {
      BasicInfo info = battery("sim:16s?capacity=" + capacity).basicInfo();
      assertThat(info.nominalCapacity()).isEqualTo(capacity);
      assertThat(info.tenfoldUnits()).isEqualTo(capacity > 655.35);
      assertThat(info.fetBits()).isEqualTo(capacity > 655.35 ? 0x83 : 0x03);
      assertThat(BasicInfo.REGISTER.decode(info.encode())).isEqualTo(info);
    }
  }

  /// As the captured board of 628 Ah, which would not need the tenths.
  @Test
  void newerFirmwareStatesItsUnitsAfterTheTemperatures() throws MalformedPayloadException {
    SimulatedBattery battery =
        battery("sim:4s?capacity=628&extension=true&tenfold=true&ntc=3&soc=75&current=-5.84");
    BasicInfo info = after(battery, Duration.ofSeconds(1));
    byte[] sent = info.encode().toBytes();
    assertThat(sent).hasSize(23 + 2 * 3 + 9);
    assertThat(sent[20]).isEqualTo((byte) 0x03);
    assertThat(sent[29]).isEqualTo((byte) 0x88);
    // -58 and 6280 tenths
    assertThat(Arrays.copyOfRange(sent, 2, 4)).containsExactly(0xFF, 0xC6);
    assertThat(Arrays.copyOfRange(sent, 6, 8)).containsExactly(0x18, 0x88);
    BasicInfo received = BasicInfo.REGISTER.decode(info.encode());
    assertThat(received).isEqualTo(info);
    assertThat(received.current()).isEqualTo(-5.8);
    assertThat(received.nominalCapacity()).isEqualTo(628);
  }
}
