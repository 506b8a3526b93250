package cellwarden.journal.history;

import cellwarden.journal.JournalPart;

/// A compressed file of the journal that cannot be read to its end.
///
/// @param name without `.gz`
/// @param size in bytes, as it lies on the disk
record DamagedPart(String name, long size) {

  static DamagedPart of(JournalPart part) {
    return new DamagedPart(part.name(), part.size());
  }

  String text() {
    return size + " " + name;
  }

  /// What [#text()] wrote; of anything else no file that there is.
  static DamagedPart parse(String text) {
    String[] words = text.split(" ", 2);
    try {
      return new DamagedPart(words[words.length - 1], Long.parseLong(words[0]));
    } catch (NumberFormatException e) {
      return new DamagedPart(text, 0);
    }
  }

  /// Half a sentence about it.
  String note() {
    return name
        + ".gz is damaged and was read only as far as it is whole; journal verify says where";
  }
}
