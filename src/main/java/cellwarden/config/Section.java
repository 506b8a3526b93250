package cellwarden.config;

/// A top-level key of the file and what it holds. A section that may be left out has a default or
/// switches something off.
enum Section {
  BATTERIES("batteries", true, "The batteries to read, at least one."),
  MQTT("mqtt", false, "Where readings are published; without this section nothing is published."),
  JOURNAL("journal", false, "Where readings are kept, one JSON object a line.");

  private final String key;
  private final boolean list;
  private final String meaning;

  Section(String key, boolean list, String meaning) {
    this.key = key;
    this.list = list;
    this.meaning = meaning;
  }

  String key() {
    return key;
  }

  /// Whether it is a list of settings, which then needs at least one entry, and not one set of
  /// them.
  boolean list() {
    return list;
  }

  String meaning() {
    return meaning;
  }
}
