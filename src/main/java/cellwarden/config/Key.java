package cellwarden.config;

import java.util.List;

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

  /// The path without list positions, such as `batteries[].name`.
  String path() {
    return section.key() + (section.list() ? "[]." : ".") + name;
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
