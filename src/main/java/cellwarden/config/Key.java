package cellwarden.config;

import java.util.List;
import java.util.Locale;

/// One row of the table of keys.
///
/// @param need what happens when the key is left out
/// @param samples texts of good values: for a key with a default its first is that default, for any
///   other an example; what follows are other forms worth showing
/// @param meaning one sentence for the user
record Key<T>(
    Section section,
    String name,
    ValueType<T> type,
    Need need,
    List<String> samples,
    String meaning) {

  enum Need {
    REQUIRED,
    DEFAULTED,
    OPTIONAL
  }

  /// A top-level key of the file and what it holds. A section that may be left out has a default or
  /// switches something off.
  enum Section {
    BATTERIES("The batteries to read, at least one."),
    MQTT("Where readings are published; without this section nothing is published."),
    JOURNAL("Where readings are kept, one JSON object a line."),
    BLUETOOTH("What holds for all Bluetooth batteries."),
    WEB(
        "A page for the browser, and what programs ask over HTTP; without this section there is none."),
    /// Of ingest, whose file has a section `mqtt`, too.
    DATABASE("Where ingest writes what it hears."),
    /// Of ingest.
    METRICS("Where ingest says how it does; without this section it does not."),
    SITE("What this installation is called where many share a broker.");

    private final String meaning;

    Section(String meaning) {
      this.meaning = meaning;
    }

    /// Those of the service's file, in its order.
    static List<Section> ofService() {
      return List.of(BATTERIES, MQTT, JOURNAL, BLUETOOTH, WEB, SITE);
    }

    /// The key itself.
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it is a list of settings, which then needs at least one entry, and not one set of
    /// them.
    boolean list() {
      return this == BATTERIES;
    }

    /// Whether it is a setting itself, of its own name, and not a set of them.
    boolean single() {
      return this == SITE;
    }

    String meaning() {
      return meaning;
    }

    /// Whether an example only shows it, since it switches something on.
    boolean isOffer() {
      return this == WEB;
    }
  }

  /// The same row with this meaning.
  Key<T> meaning(String sentence) {
    return new Key<>(section, name, type, need, samples, sentence);
  }

  /// The path without list positions, such as `batteries[].name`.
  String path() {
    return section.single() ? name : section.key() + (section.list() ? "[]." : ".") + name;
  }

  boolean required() {
    return need == Need.REQUIRED;
  }

  /// The value of the first sample: the default, if there is one.
  T sample() {
    try {
      return type.parse(samples.getFirst());
    } catch (ValueException e) {
      throw new IllegalStateException("the table holds a wrong sample for " + path(), e);
    }
  }
}
