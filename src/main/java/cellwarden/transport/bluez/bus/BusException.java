package cellwarden.transport.bluez.bus;

import org.jspecify.annotations.Nullable;

/// A call over D-Bus that came to nothing.
public final class BusException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String name;

  /// Where the fault is.
  public enum Kind {
    /// The other side answered with an error, which has a name.
    REFUSED,
    /// No answer came in time.
    TIMED_OUT,
    /// The bus itself is not there or hung up.
    NO_BUS
  }

  private BusException(Kind kind, String name, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.name = name;
  }

  /// The other side answered with an error.
  ///
  /// @param name of the D-Bus error, such as `org.bluez.Error.Failed`
  /// @param words that came with it, may be empty
  public static BusException refused(String name, String words) {
    return new BusException(Kind.REFUSED, name, words.isEmpty() ? name : words, null);
  }

  public static BusException timedOut(String what) {
    return new BusException(Kind.TIMED_OUT, "", "no answer to " + what, null);
  }

  static BusException noBus(String why, @Nullable Throwable cause) {
    return new BusException(Kind.NO_BUS, "", why, cause);
  }

  public Kind kind() {
    return kind;
  }

  /// Of the D-Bus error; empty where nobody answered.
  public String name() {
    return name;
  }

  /// What went wrong, in a few words.
  public String words() {
    return String.valueOf(getMessage());
  }
}
