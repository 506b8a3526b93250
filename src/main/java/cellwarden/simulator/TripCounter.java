package cellwarden.simulator;

import cellwarden.protocol.register.ErrorCounts;
import cellwarden.protocol.register.Protection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How often each protection has tripped since the counters were cleared.
final class TripCounter {

  private static final int LARGEST = 0xFFFF;

  /// The protections that boards count, in the order of register AA.
  private static final List<Protection> COUNTED =
      List.of(
          Protection.SHORT_CIRCUIT,
          Protection.CHARGE_OVERCURRENT,
          Protection.DISCHARGE_OVERCURRENT,
          Protection.CELL_OVERVOLTAGE,
          Protection.CELL_UNDERVOLTAGE,
          Protection.CHARGE_OVERTEMPERATURE,
          Protection.CHARGE_UNDERTEMPERATURE,
          Protection.DISCHARGE_OVERTEMPERATURE,
          Protection.DISCHARGE_UNDERTEMPERATURE,
          Protection.PACK_OVERVOLTAGE,
          Protection.PACK_UNDERVOLTAGE);

  private final Map<Protection, Integer> counts = new EnumMap<>(Protection.class);

  void count(Set<Protection> tripped) {
    tripped.forEach(protection -> counts.merge(protection, 1, Integer::sum));
  }

  void clear() {
    counts.clear();
  }

  ErrorCounts errorCounts(boolean withRestarts) {
    Map<String, Integer> named = new LinkedHashMap<>();
    for (Protection protection : COUNTED) {
      named.put(protection.label(), Math.min(LARGEST, counts.getOrDefault(protection, 0)));
    }
    if (withRestarts) {
      named.put("system_restarts", 1);
    }
    return new ErrorCounts(named);
  }
}
