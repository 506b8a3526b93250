package cellwarden.cli.watch;

import java.util.Optional;

/// What a key says.
///
/// @param what it is for
/// @param number of the battery that it names, from 1; 0 for other keys
record WatchKey(What what, int number) {

  /// What keys are for.
  enum What {
    NEXT,
    PREVIOUS,
    OPEN,
    ALL,
    NUMBER,
    QUIT,
    NOTHING
  }

  private static final char ESCAPE = 27;
  private static final char CTRL_C = 3;
  private static final char CTRL_D = 4;

  /// The key that sends these characters, all that came at once.
  static Optional<WatchKey> of(String sent) {
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    char last = sent.charAt(sent.length() - 1);
    if (sent.length() > 1 && sent.charAt(0) == ESCAPE) {
      return Optional.of(
          of(
              switch (last) {
                case 'B', 'C' -> What.NEXT;
                case 'A', 'D' -> What.PREVIOUS;
                default -> What.NOTHING;
              }));
    }
    char first = sent.charAt(0);
    if (first >= '1' && first <= '9') {
      return Optional.of(new WatchKey(What.NUMBER, first - '0'));
    }
    return Optional.of(
        of(
            switch (first) {
              case 'q', 'Q', CTRL_C, CTRL_D -> What.QUIT;
              case '\r', '\n' -> What.OPEN;
              case ESCAPE, '0', 'a' -> What.ALL;
              case 'j', 'l', '\t' -> What.NEXT;
              case 'k', 'h' -> What.PREVIOUS;
              default -> What.NOTHING;
            }));
  }

  private static WatchKey of(What what) {
    return new WatchKey(what, 0);
  }
}
