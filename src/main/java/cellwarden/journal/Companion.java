package cellwarden.journal;

/// The files that go with a journal. Each is derived from it or can be done without: the journal is
/// the truth.
public enum Companion {
  /// Who writes it.
  LOCK(".lock"),
  /// In which start of the machine the clock was found to be set.
  CLOCK(".clock"),
  /// What MQTT still has to deliver.
  DELIVERY(".mqtt.json"),
  /// What tells this journal from others.
  NAME(".id"),
  /// Passwords that batteries refused.
  PASSWORDS(".passwords"),
  /// What an earlier version added up for queries; not used any more.
  INDEX(".index.sqlite");

  /// What follows the name of the journal without its ending. The file's own helpers have more
  /// after it, such as `.cellwarden.tmp`.
  final String ending;

  Companion(String ending) {
    this.ending = ending;
  }
}
