package cellwarden.poll;

import cellwarden.battery.Metric;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log what a person should know about a battery's samples, once until it changes.
final class Notices {

  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

  private boolean tenfold;
  private Set<Metric> suspect = Set.of();

  void look(Reading reading) {
    BasicInfo basic = reading.registers().basic();
    CellVoltages cells = reading.registers().cells();
    String battery = reading.sample().title();
    if (basic.tenfoldUnits() && !tenfold) {
      LOG.warn(
          "{}: the board marks its current and capacities as tenths instead of hundredths, which x10 in the"
              + " configuration can override",
          battery);
    }
    tenfold = basic.tenfoldUnits();
    Set<Metric> now = reading.sample().suspect();
    if (!now.equals(suspect) && !now.isEmpty()) {
      LOG.warn(
          "{}: {} cannot be or contradicts other values, also when read again (pack {} V, {} A, {} %, {} cells of {}"
              + " with {} V together, probes {} °C), so its samples are marked suspect",
          battery,
          now.stream().map(Metric::key).collect(Collectors.joining(" and ")),
          basic.voltage(),
          basic.current(),
          basic.soc(),
          cells.count(),
          basic.cellCount(),
          cells.sum(),
          basic.temperatures());
    }
    suspect = now;
  }
}
