package cellwarden.simulator;

import cellwarden.protocol.register.Protection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Trips and releases the protections, second by second.
final class Protector {

  private final Map<Protection, Integer> seconds = new EnumMap<>(Protection.class);
  private final Set<Protection> tripped = EnumSet.noneOf(Protection.class);
  private List<Guard> guards;

  Protector(List<Guard> guards) {
    this.guards = guards;
  }

  /// New limits; what has tripped stays so until it is released by them.
  void limits(List<Guard> changed) {
    guards = changed;
  }

  /// Judges the measurement of one second.
  ///
  /// @return what tripped in this second
  Set<Protection> step(Measurement measurement) {
    Set<Protection> fresh = EnumSet.noneOf(Protection.class);
    for (Guard guard : guards) {
      if (tripped.contains(guard.protection())) {
        release(guard, measurement);
      } else if (trips(guard, measurement)) {
        tripped.add(guard.protection());
        fresh.add(guard.protection());
      }
    }
    return fresh;
  }

  private boolean trips(Guard guard, Measurement measurement) {
    if (!guard.trips().test(measurement)) {
      seconds.remove(guard.protection());
      return false;
    }
    boolean trips = seconds.merge(guard.protection(), 1, Integer::sum) >= guard.delay();
    if (trips) {
      seconds.remove(guard.protection());
    }
    return trips;
  }

  private void release(Guard guard, Measurement measurement) {
    int held = seconds.merge(guard.protection(), 1, Integer::sum);
    if (held >= guard.hold() && guard.releases().test(measurement)) {
      tripped.remove(guard.protection());
      seconds.remove(guard.protection());
    }
  }

  Set<Protection> tripped() {
    return Collections.unmodifiableSet(tripped);
  }

  boolean stopsCharge() {
    return stops(Guard::stopsCharge);
  }

  boolean stopsDischarge() {
    return stops(Guard::stopsDischarge);
  }

  private boolean stops(Predicate<Guard> direction) {
    return !tripped.isEmpty()
        && guards.stream().anyMatch(g -> direction.test(g) && tripped.contains(g.protection()));
  }
}
