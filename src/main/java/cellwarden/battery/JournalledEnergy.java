package cellwarden.battery;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Energy counters as the journal has them: looks from its end backwards, in portions that grow,
/// until the battery is found. Usually that is the first portion, which tells all batteries.
///
/// What was looked through is not looked through again, so a battery that the journal does not know
/// costs one pass over all of it, once. Constant memory. Safe for use by several threads.
public final class JournalledEnergy implements EnergyLog {

  private static final int FIRST_PORTION = 256;
  private static final int GROWTH = 8;

  private final SampleLog samples;
  private final Map<String, Energy> found = new ConcurrentHashMap<>();
  private long portion = FIRST_PORTION;

  /// Numbers from here on have been looked through; 0 before the first look.
  private long searchedFrom;

  public JournalledEnergy(SampleLog samples) {
    this.samples = samples;
  }

  @Override
  public Energy last(String battery) throws IOException, InterruptedException {
    Energy known = found.get(battery);
    return known == null ? search(battery) : known;
  }

  /// A battery is asked for before it writes its first counters of this run, so what is written
  /// behind the point where the search began does not matter.
  private synchronized Energy search(String battery) throws IOException, InterruptedException {
    if (searchedFrom == 0) {
      searchedFrom = samples.lastSeq() + 1;
    }
    while (!found.containsKey(battery) && searchedFrom > 1) {
      long from = Math.max(1, searchedFrom - portion);
      lastOfEach(from, searchedFrom - 1).forEach(found::putIfAbsent);
      searchedFrom = from;
      portion *= GROWTH;
    }
    return found.getOrDefault(battery, Energy.ZERO);
  }

  private Map<String, Energy> lastOfEach(long from, long to)
      throws IOException, InterruptedException {
    Map<String, Energy> last = new HashMap<>();
    samples.read(
        from,
        to,
        (_, json) -> {
          EnergyLine.read(json).ifPresent(line -> last.put(line.battery(), line.energy()));
          return true;
        });
    return last;
  }
}
