package cellwarden.battery;

import java.io.IOException;
import java.util.Optional;

/// What was journalled, as an output may read it: the sequence numbers are the places.
public interface SampleLog {

  /// The largest number that a sample can have, the smallest is 1: the largest whole number that
  /// every reader of JSON takes as it is, 2^53 - 1.
  long LARGEST_SEQ = (1L << 53) - 1;

  /// Whether a sample can have this number.
  static boolean isSeq(long seq) {
    return seq >= 1 && seq <= LARGEST_SEQ;
  }

  /// Which journal it is: 0 while none has been opened since the program started, 1 after the first
  /// opening, one more whenever an opening finds samples beyond all that the program knew of, as
  /// when a disk is mounted late over a folder that was empty. What was read in one journal is not
  /// to be relied on in the next.
  int journalId();

  /// What tells this journal from all others, also after a restart; empty where that is not known.
  default Optional<String> name() {
    return Optional.empty();
  }

  /// Number of the last sample that is safely in the journal, 0 when there is none.
  long lastSeq();

  /// Shows the samples with numbers from `from` to `to`, both included, lowest number first.
  /// Numbers that the journal does not have (any more) are passed over.
  ///
  /// @throws IOException if the journal cannot be read, or ends before `to` and [#lastSeq()]: an
  ///   empty folder where a disk was mounted must not look like a journal that has removed
  ///   everything. What the visitor took before is right
  void read(long from, long to, Visitor visitor) throws IOException, InterruptedException;

  /// Takes one sample after the other.
  @FunctionalInterface
  interface Visitor {

    /// Takes the next one.
    ///
    /// @param seq its number
    /// @param json UTF-8 of its line as it stands in the journal, without the line feed
    /// @return whether to go on
    boolean take(long seq, byte[] json) throws InterruptedException;
  }
}
