package cellwarden.energy;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// What the energy counters of batteries stood at in an earlier run, and when they were full.
@FunctionalInterface
public interface EnergyLog {

  /// Where the counters of a battery go on.
  ///
  /// @param journalId the journal that says so, as [SampleLog#journalId()] has it; in another one
  ///   it is wrong
  /// @param full when the battery was last full; empty where that is not known
  record Start(int journalId, Energy energy, Optional<Instant> full) {

    /// Of a battery that the journal does not know.
    public static Start unknown(int journalId) {
      return new Start(journalId, Energy.ZERO, Optional.empty());
    }
  }

  /// The counters of the battery's last sample that has them, [Energy#ZERO] where there is none.
  /// Never waits for a long search.
  ///
  /// @return empty while they are being looked for
  /// @throws IOException if it cannot be found out now
  Optional<Start> last(String battery) throws IOException;
}
