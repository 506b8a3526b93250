package cellwarden.config;

/// Text of the user inside a sentence of ours.
final class Quoted {
  private static final int LONGEST = 60;

  private Quoted() {}

  /// In quotation marks.
  static String text(String found) {
    return '"' + word(found) + '"';
  }

  /// On one line, and not too long.
  static String word(String found) {
    String line = found.replaceAll("\\p{Cntrl}", "?");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
