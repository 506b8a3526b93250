package cellwarden.journal;

/// What a line of the journal is.
sealed interface LineKind {

  /// A whole line with a sequence number.
  record Numbered(long seq) implements LineKind {}

  /// A whole line without one: a fault or an event.
  record Plain(boolean fault) implements LineKind {}

  /// A whole line with a `seq` that no sample can have, see
  /// [cellwarden.battery.SampleLog#LARGEST_SEQ].
  record Misnumbered() implements LineKind {}

  /// The beginning of a line, or the zeros that a file system puts where it lost data: what a power
  /// cut leaves.
  record Torn() implements LineKind {}

  /// Neither whole nor what a power cut leaves.
  record Damaged() implements LineKind {}
}
