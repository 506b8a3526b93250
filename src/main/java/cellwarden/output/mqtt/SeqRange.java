package cellwarden.output.mqtt;

/// Sequence numbers without a gap.
///
/// @param from the lowest, at least 1
/// @param to the highest, included
record SeqRange(long from, long to) {

  SeqRange {
    if (from < 1 || to < from) {
      throw new IllegalArgumentException("no range of sequence numbers: " + from + " to " + to);
    }
  }

  /// The shortest range that holds both, and what lies between.
  SeqRange hull(SeqRange other) {
    return new SeqRange(Math.min(from, other.from), Math.max(to, other.to));
  }

  /// How many numbers there are.
  long count() {
    return to - from + 1;
  }
}
