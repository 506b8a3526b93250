package cellwarden.transport.bluez;

import org.jspecify.annotations.Nullable;

/// A call over D-Bus that came to nothing.
final class BusException extends Exception {

  private static final long serialVersionUID = 1L;

  /// Who let us down.
  enum Kind {
    /// The other side answered with an error, which has a name.
    REFUSED,
    /// No answer came in time.
    TIMED_OUT,
    /// The bus itself is not there or hung up.
    NO_BUS
  }

  private final Kind kind;
  private final String name;

  private BusException(Kind kind, String name, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.name = name;
  }

  /// @param name of the D-Bus error, such as `org.bluez.Error.Failed`
  /// @param words that came with it, may be empty
  static BusException refused(String name, String words) {
    return new BusException(Kind.REFUSED, name, words.isEmpty() ? name : words, null);
  }

  static BusException timedOut(String what) {
    return new BusException(Kind.TIMED_OUT, "", "no answer to " + what, null);
  }

  static BusException noBus(String why, @Nullable Throwable cause) {
    return new BusException(Kind.NO_BUS, "", why, cause);
  }

  Kind kind() {
    return kind;
  }

  /// Of the D-Bus error; empty where nobody answered.
  String name() {
    return name;
  }

  /// What went wrong, in a few words.
  String words() {
    return String.valueOf(getMessage());
  }
}
