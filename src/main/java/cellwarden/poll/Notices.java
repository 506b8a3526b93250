package cellwarden.poll;

import cellwarden.battery.Sample;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log what a person should know about a battery's samples, once until it changes.
final class Notices {

  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

  private boolean tenfold;
  private List<String> suspect = List.of();

  void look(Sample sample) {
    if (sample.basic().tenfoldUnits() && !tenfold) {
      LOG.warn(
          "{}: the board marks its current and capacities as tenths instead of hundredths, which x10 in the"
              + " configuration can override",
          sample.battery());
    }
    tenfold = sample.basic().tenfoldUnits();
    if (!sample.suspect().equals(suspect) && !sample.suspect().isEmpty()) {
      LOG.warn(
          "{}: {} contradicts other values also when read again (pack {} V, {} cells of {} with {} V together), so its"
              + " samples are marked suspect",
          sample.battery(),
          String.join(" and ", sample.suspect()),
          sample.basic().voltage(),
          sample.cells().count(),
          sample.basic().cellCount(),
          sample.cells().sum());
    }
    suspect = sample.suspect();
  }
}
