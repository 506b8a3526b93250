package cellwarden.journal.history;

/// Learns how a long reading goes on.
public interface HistoryWatcher {

  /// How much of the journal was read.
  ///
  /// @param bytes as they lie on the disk
  /// @param of all
  void read(long bytes, long of);

  /// Half a sentence, without a full stop, about what was done beside the query.
  void note(String text);
}
